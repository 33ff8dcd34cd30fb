package io.github.thalweg.report.live;

import com.sun.net.httpserver.HttpServer;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.report.Page;
import io.github.thalweg.report.RecordedRun;
import io.github.thalweg.train.About;
import io.github.thalweg.train.EpochMetrics;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.TrainingListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves a run's report to browsers on this machine while it trains, on a free port of the loopback
 * interface, and ends with the run. Training never waits for a browser.
 */
public final class LiveReport implements TrainingListener, AutoCloseable {
  private final RecordedRun folder;
  private final DeviceInfo device;
  private final String command;
  private final Consumer<String> say;
  private final LiveEvents events = new LiveEvents();
  private final ExecutorService browsers = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  /**
   * @param device that the run is on
   * @param command as the user typed it
   * @param say receives once the address of the page, or why there is none
   */
  public LiveReport(RunFolder folder, DeviceInfo device, String command, Consumer<String> say) {
    this.folder = new RecordedRun(folder);
    this.device = device;
    this.command = command;
    this.say = say;
  }

  @Override
  public void started(PreparedRun run, Session session) {
    Map<String, Object> about = About.of(run, device, command);
    events.watch(session);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(browsers);
      server.createContext(
          "/",
          new LiveHandler(
              server.getAddress().getPort(),
              () -> Page.of("live", "true", "runs", "[" + folder.json(about) + "]"),
              events));
      server.start();
      say.accept("Live report: http://127.0.0.1:" + server.getAddress().getPort() + "/");
    } catch (IOException e) {
      say.accept(
          "There is no live report: no port of the loopback interface could be opened ("
              + e.getMessage()
              + "). Training continues.");
    }
  }

  @Override
  public void epochEnded(EpochMetrics metrics, State state) {
    events.epoch(metrics.epoch(), JsonMapper.shared().writeValueAsString(metrics.toMap()));
  }

  /** Sends the finished report to the connected browsers, and stops. */
  @Override
  public void close() {
    String last;
    try {
      last = folder.json();
    } catch (IOException _) {
      last = "null"; // The page stays as it is.
    }
    events.end(last);
    if (server != null) {
      server.stop(0);
    }
    browsers.shutdownNow();
  }
}
