package dev.baton.server.http;

import dev.baton.json.CleanText;
import dev.baton.store.FileStore;
import dev.baton.store.FileStore.StoredFile;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Files that messages may name.
final class FileRoutes implements RouteGroup {

  private static final int LONGEST_NAME = 255;

  private final FileStore files;

  FileRoutes(FileStore files) {
    this.files = files;
  }

  @Override
  public void mount(Routes routes) {
    routes.post("/chats/files", FileRoutes::save);
    routes.get("/chats/files/:file", this::read);
  }

  private static Future<Change> save(Call call) {
    var query = call.query();
    Optional<String> name = query.text("name").filter(it -> !it.isBlank());
    query.finish();
    var said = Optional.ofNullable(call.request().getHeader(HttpHeaders.CONTENT_TYPE));
    return call.examine(bytes -> file(bytes, said, name.orElse("file")))
        .map(file -> stores -> stores.files().save(call.actor(), file).map(FileRoutes::saved));
  }

  private static StoredFile file(Buffer bytes, Optional<String> said, String name) {
    if (bytes.length() == 0) {
      throw empty();
    }
    String type = FileType.of(bytes, said).orElseThrow(FileRoutes::unsupported);
    return new StoredFile(type, fitting(name), bytes);
  }

  private static Reply saved(UUID id) {
    return Reply.created(out -> {
      out.writeStartObject();
      out.writeStringField("id", id.toString());
      out.writeEndObject();
    });
  }

  private Future<Reply> read(Call call) {
    return files.file(call.actor(), call.uuid("file", "Invalid file ID.")).map(Reply::file);
  }

  private static String fitting(String name) {
    String clean = CleanText.clean(name).replaceAll("[\\p{Cntrl}/\\\\\"]", "_").strip();
    return clean.length() <= LONGEST_NAME ? clean : clean.substring(0, LONGEST_NAME);
  }

  private static Rejection empty() {
    return Problem.invalid(
            "The file is empty.",
            "The body of the request is the file.",
            List.of(new Problem.Violation("body", "must not be empty.")))
        .asRejection();
  }

  private static Rejection unsupported() {
    return Problem.of(
            415,
            "This type of file is not supported.",
            "Send a PNG, JPEG, GIF or WebP image, a PDF, or a text in UTF-8.")
        .asRejection();
  }
}
