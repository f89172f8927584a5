package dev.baton.server.http;

import dev.baton.server.contract.Contract;
import dev.baton.server.http.Door.Precondition;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Where groups put their routes. Remembers which methods a path takes, so that any other method is
/// answered with 405 and their names.
public final class Routes {

  private static final Pattern PARAMETER = Pattern.compile(":([a-z_]+)");

  private final Router router;
  private final Door door;
  private final IdempotencyKeys keys;
  private final String prefix;
  private final Precondition precondition;
  private final Map<String, Set<String>> methods;

  private Routes(
      Router router,
      Door door,
      IdempotencyKeys keys,
      String prefix,
      Precondition precondition,
      Map<String, Set<String>> methods) {
    this.router = router;
    this.door = door;
    this.keys = keys;
    this.prefix = prefix;
    this.precondition = precondition;
    this.methods = methods;
  }

  static Routes on(Router router, Door door, IdempotencyKeys keys) {
    return new Routes(router, door, keys, "", _ -> {}, new LinkedHashMap<>());
  }

  /// The same, below a path.
  public Routes under(String path) {
    return new Routes(router, door, keys, prefix + path, precondition, methods);
  }

  /// The same, but there only while an experiment is switched on.
  public Routes requiring(String experiment) {
    return new Routes(
        router, door, keys, prefix, settings -> requireExperiment(settings, experiment), methods);
  }

  public void get(String path, Endpoint endpoint) {
    serve(HttpMethod.GET, path, endpoint);
    serve(HttpMethod.HEAD, path, endpoint);
  }

  /// A change, made once for each `Idempotency-Key`.
  public void post(String path, ChangeEndpoint endpoint) {
    serve(HttpMethod.POST, path, call -> keys.answer(call, endpoint));
  }

  /// A change whose preparation costs more than a look at what was answered before, so that a
  /// repetition prepares nothing.
  public void postUnlessKnown(String path, ChangeEndpoint endpoint) {
    serve(HttpMethod.POST, path, call -> keys.answerUnlessKnown(call, endpoint));
  }

  /// A POST that may be repeated as it is, or that must not be: keys mean nothing here.
  public void postUnkeyed(String path, Endpoint endpoint) {
    serve(HttpMethod.POST, path, endpoint);
  }

  public void patch(String path, Endpoint endpoint) {
    serve(HttpMethod.PATCH, path, endpoint);
  }

  public void delete(String path, Endpoint endpoint) {
    serve(HttpMethod.DELETE, path, endpoint);
  }

  /// A GET that becomes a live stream.
  public void socket(String path, SocketEndpoint endpoint) {
    var form = form(HttpMethod.GET, path);
    add(HttpMethod.GET, path, context -> door.upgrade(context, precondition, form, endpoint));
  }

  /// A route for everybody, signed in or not.
  public void open(HttpMethod method, String path, Handler<RoutingContext> handler) {
    add(method, path, handler);
  }

  /// A POST with a JSON body for everybody, signed in or not.
  void postByAnyone(String path, Door.OpenEndpoint endpoint) {
    var form = form(HttpMethod.POST, path);
    add(HttpMethod.POST, path, context -> door.serveAnyone(context, form, endpoint));
  }

  /// A path that is known, and not served.
  void absent(String path, String detail) {
    router
        .route(prefix + path)
        .handler(
            context -> door.refuse(context, Problem.notFound("Not found.", detail).asRejection()));
  }

  /// After all routes have been added.
  void finish() {
    methods.forEach((path, allowed) ->
        router.route(path).handler(context -> refuseMethod(context, String.join(", ", allowed))));
  }

  private void refuseMethod(RoutingContext context, String allowed) {
    door.refuse(context, Problem.methodNotAllowed(allowed).asRejection());
  }

  private void serve(HttpMethod method, String path, Endpoint endpoint) {
    var form = form(method, path);
    add(method, path, context -> door.serve(context, precondition, form, endpoint));
  }

  /// The contract writes `{chat}` where the router has `:chat`.
  private RequestForm form(HttpMethod method, String path) {
    String written = PARAMETER.matcher(prefix + path).replaceAll("{$1}");
    return new RequestForm(Contract.current().operation(method.name(), written));
  }

  private void add(HttpMethod method, String path, Handler<RoutingContext> handler) {
    String full = prefix + path;
    methods.computeIfAbsent(full, _ -> new TreeSet<>()).add(method.name());
    router.route(method, full).handler(handler);
  }

  private static void requireExperiment(HttpSettings settings, String experiment) {
    if (!settings.experiments().contains(experiment)) {
      throw Problem.notFound(
              "The experiment \"" + experiment + "\" is not enabled in this deployment.",
              "Add it to `experiments` in the configuration.")
          .asRejection();
    }
  }
}
