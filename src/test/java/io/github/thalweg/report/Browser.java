package io.github.thalweg.report;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.TestedEngines;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium that tests drive through its DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");

  private final Path profile;
  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private final List<String> complaints = new ArrayList<>();
  private final AtomicInteger lastId = new AtomicInteger();

  private Browser(Path program) throws IOException {
    profile = Files.createTempDirectory("thalweg-browser");
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(Chromium.flags(profile));
    command.addAll(List.of("--remote-debugging-port=0", "about:blank"));
    process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    socket = client.newWebSocketBuilder().buildAsync(URI.create(endpoint()), new Listener()).join();
  }

  /** Starts one; the test is skipped, with a sentence that says so, where the machine has none. */
  static Browser start() throws IOException {
    Optional<Path> program = Chromium.find();
    if (program.isEmpty()) {
      TestedEngines.skipped("report pages", "no Chromium was found: " + Chromium.REMEDY);
    }
    assumeTrue(
        program.isPresent(),
        "No Chromium was found, so the report's pages are not tested: " + Chromium.REMEDY + ".");
    TestedEngines.tested("report pages (" + program.get().getFileName() + ")");
    return new Browser(program.get());
  }

  private String endpoint() throws IOException {
    BufferedReader lines = process.errorReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher matcher = LISTENING.matcher(line);
      if (matcher.find()) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
        return matcher.group(1);
      }
    }
    throw new IOException("The browser ended before it listened.");
  }

  /** Opens a page in a tab of its own and waits until it is drawn. */
  Tab open(String url, int width, boolean dark) {
    String target =
        call(null, "Target.createTarget", Map.of("url", "about:blank"))
            .get("targetId")
            .stringValue();
    String session =
        call(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .stringValue();
    Tab tab = new Tab(target, session);
    tab.call("Runtime.enable", Map.of());
    tab.call("Log.enable", Map.of());
    tab.call("Page.enable", Map.of());
    tab.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 600));
    tab.call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    tab.call("Page.navigate", Map.of("url", url));
    tab.await("document.readyState === 'complete' && !!document.querySelector('h1')");
    tab.settle();
    return tab;
  }

  /** A page that is open. */
  final class Tab implements AutoCloseable {
    private final String target;
    private final String session;

    private Tab(String target, String session) {
      this.target = target;
      this.session = session;
    }

    /** The value of an expression, or of the promise that it is. */
    JsonNode evaluate(String expression) {
      JsonNode answer =
          call(
              "Runtime.evaluate",
              Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
      if (answer.has("exceptionDetails")) {
        throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
      }
      return answer.path("result").path("value");
    }

    /** Waits until an expression is true. */
    void await(String condition) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!evaluate("!!(" + condition + ")").booleanValue()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("The page never came to: " + condition);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }

    /** Waits until what was asked for has been drawn. */
    void settle() {
      evaluate(
          "new Promise(done => { let frames = 6; const next = () => --frames ? requestAnimationFrame(next) : done(true); next(); })");
    }

    /** Presses and releases a key, such as {@code ArrowLeft}. */
    void press(String key) {
      for (String type : List.of("rawKeyDown", "keyUp")) {
        call("Input.dispatchKeyEvent", Map.of("type", type, "key", key, "code", key));
      }
      settle();
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
      return Browser.this.call(session, method, parameters);
    }

    @Override
    public void close() {
      Browser.this.call(null, "Target.closeTarget", Map.of("targetId", target));
    }
  }

  /** Exceptions and error messages of all pages so far. */
  List<String> complaints() {
    synchronized (complaints) {
      return List.copyOf(complaints);
    }
  }

  private JsonNode call(String session, String method, Map<String, Object> parameters) {
    int id = lastId.incrementAndGet();
    Map<String, Object> message =
        session == null
            ? Map.of("id", id, "method", method, "params", parameters)
            : Map.of("id", id, "method", method, "params", parameters, "sessionId", session);
    socket.sendText(JsonMapper.shared().writeValueAsString(message), true).join();
    while (true) {
      JsonNode answer = nextAnswer();
      if (answer == null || answer.has("error")) {
        throw new AssertionError(method + " failed: " + answer);
      }
      if (answer.path("id").asInt(0) == id) {
        return answer.get("result");
      }
    }
  }

  private JsonNode nextAnswer() {
    try {
      return answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("The test was interrupted.", e);
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        JsonNode message = JsonMapper.shared().readTree(text.toString());
        text.setLength(0);
        if (message.has("id")) {
          answers.add(message);
        } else {
          note(message);
        }
      }
      socket.request(1);
      return null;
    }

    private void note(JsonNode event) {
      JsonNode parameters = event.path("params");
      boolean bad =
          switch (event.path("method").asString("")) {
            case "Runtime.exceptionThrown" -> true;
            case "Runtime.consoleAPICalled" ->
                List.of("error", "warning", "assert")
                    .contains(parameters.path("type").asString(""));
            case "Log.entryAdded" ->
                List.of("error", "warning").contains(parameters.at("/entry/level").asString(""));
            default -> false;
          };
      if (bad) {
        synchronized (complaints) {
          complaints.add(parameters.toString());
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    client.shutdownNow();
    List<ProcessHandle> processes =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    processes.forEach(ProcessHandle::destroyForcibly);
    processes.forEach(handle -> handle.onExit().join());
    try (Stream<Path> walk = Files.walk(profile)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
