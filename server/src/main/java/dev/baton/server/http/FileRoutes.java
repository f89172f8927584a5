package dev.baton.server.http;

import dev.baton.json.CleanText;
import dev.baton.store.FileStore;
import dev.baton.store.FileStore.StoredFile;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Optional;

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
    String type =
        FileType.of(
                call.body(),
                Optional.ofNullable(call.request().getHeader(HttpHeaders.CONTENT_TYPE)))
            .orElseThrow(FileRoutes::unsupported);
    if (call.body().length() == 0) {
      throw Problem.invalid(
              "The file is empty.",
              "The body of the request is the file.",
              List.of(new Problem.Violation("body", "must not be empty.")))
          .asRejection();
    }
    var file = new StoredFile(type, fitting(name.orElse("file")), call.body());
    return Future.succeededFuture(stores ->
        stores
            .files()
            .save(call.actor(), file)
            .map(id ->
                Reply.created(out -> {
                  out.writeStartObject();
                  out.writeStringField("id", id.toString());
                  out.writeEndObject();
                })));
  }

  private Future<Reply> read(Call call) {
    return files.file(call.actor(), call.uuid("file", "Invalid file ID.")).map(Reply::file);
  }

  private static String fitting(String name) {
    String clean = CleanText.clean(name).replaceAll("[\\p{Cntrl}/\\\\\"]", "_").strip();
    return clean.length() <= LONGEST_NAME ? clean : clean.substring(0, LONGEST_NAME);
  }

  private static Rejection unsupported() {
    return Problem.of(
            415,
            "This type of file is not supported.",
            "Send a PNG, JPEG, GIF or WebP image, a PDF, or a text in UTF-8.")
        .asRejection();
  }
}
