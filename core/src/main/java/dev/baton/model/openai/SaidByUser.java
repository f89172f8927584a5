package dev.baton.model.openai;

import dev.baton.chat.Part;
import dev.baton.model.Attachment;
import dev.baton.model.PromptMessage;
import dev.langchain4j.model.openai.internal.chat.PdfFile;
import dev.langchain4j.model.openai.internal.chat.UserMessage;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes what a person said: one text, or texts and files side by side. A file that is gone is
/// named, so that the model can say what it misses.
record SaidByUser(Map<UUID, Attachment> attachments) {

  private static final String PDF = "application/pdf";

  UserMessage message(PromptMessage message) {
    if (message.content().stream().allMatch(part -> binary(part).isEmpty())) {
      return UserMessage.from(
          message.content().stream().flatMap(this::text).collect(Collectors.joining("\n\n")));
    }
    var said = UserMessage.builder();
    for (Part part : message.content()) {
      binary(part)
          .ifPresentOrElse(file -> add(said, file), () -> text(part).forEach(said::addText));
    }
    return said.build();
  }

  private static void add(UserMessage.Builder said, Attachment file) {
    if (file.mediaType().equals(PDF)) {
      said.addPdfFile(PdfFile.builder().filename(file.name()).fileData(dataUrl(file)).build());
    } else {
      said.addImageUrl(dataUrl(file));
    }
  }

  private static String dataUrl(Attachment file) {
    String base64 = Base64.getEncoder().encodeToString(file.bytes().getBytes());
    return "data:" + file.mediaType() + ";base64," + base64;
  }

  /// What goes beside the text, not into it.
  private Optional<Attachment> binary(Part part) {
    return part instanceof Part.File(var id, _, _)
        ? Optional.ofNullable(attachments.get(id))
            .filter(file -> file.mediaType().startsWith("image/") || file.mediaType().equals(PDF))
        : Optional.empty();
  }

  private Stream<String> text(Part part) {
    return switch (part) {
      case Part.Text(var text) -> Stream.of(text);
      case Part.FileReference quoted ->
          Stream.of(
              "%s, lines %d-%d:\n```\n%s\n```"
                  .formatted(
                      quoted.fileName(), quoted.startLine(), quoted.endLine(), quoted.content()));
      case Part.File file -> Stream.of(inlined(file));
      case Part.Reasoning _, Part.Source _, Part.ToolCall _, Part.ToolResult _ -> Stream.empty();
    };
  }

  private String inlined(Part.File file) {
    return Optional.ofNullable(attachments.get(file.fileId()))
        .map(there -> "%s:\n```\n%s\n```".formatted(there.name(), there.bytes()))
        .orElseGet(() -> "[attached file: %s, %s]".formatted(file.name(), file.mediaType()));
  }
}
