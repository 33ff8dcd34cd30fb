package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.report.live.LiveReport;
import io.github.thalweg.train.EpochMetrics;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.RunRecorder;
import io.github.thalweg.train.Trainer;
import io.github.thalweg.train.TrainingListener;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report that is served while its run trains. */
class LivePageTest {
  private static final String LIVE = "Live report: ";
  private static final String EPOCHS_TILE =
      "[...document.querySelectorAll('.tile')].find(tile => tile.textContent.startsWith('epochs')).textContent";

  private final List<String> said = Collections.synchronizedList(new ArrayList<>());

  @TempDir private Path folder;

  @Test
  void pageFollowsTheRunToItsEnd() throws IOException {
    try (Browser browser = Browser.start()) {
      List<Browser.Tab> tabs = new ArrayList<>();
      train(
          "iris",
          6,
          epoch -> {
            if (epoch == 1) {
              tabs.add(browser.open(url(), 1240, false));
              assertThat(
                      tabs.getFirst()
                          .evaluate("document.getElementById('live') !== null")
                          .booleanValue())
                  .isTrue();
            } else if (epoch > 1) {
              // What the epochs before came to arrives while this one is held up.
              tabs.getFirst().await(points() + " === " + (epoch - 1));
              // This one's steps are taken; what they came to is not known to the page.
              tabs.getFirst()
                  .await(
                      "document.querySelector('#live span').textContent.startsWith('Training: epoch %d of 6, step ')"
                          .formatted(epoch));
              assertThat(tabs.getFirst().evaluate(EPOCHS_TILE).stringValue())
                  .isEqualTo("epochs" + (epoch - 1) + "done of 6");
              if (epoch == 4) {
                // A page that comes later does not wait for what has been.
                try (Browser.Tab late = browser.open(url(), 390, true)) {
                  assertThat(
                          late.evaluate("document.querySelector('#live span').textContent")
                              .stringValue())
                      .startsWith("Training: epoch ");
                }
              }
            }
          });

      Browser.Tab tab = tabs.getFirst();
      tab.await("document.getElementById('live') === null");
      tab.await(points() + " === 6");
      assertThat(tab.evaluate("document.querySelectorAll('#confusion').length").intValue()).isOne();
      assertThat(tab.evaluate("document.querySelectorAll('.banner').length").intValue()).isZero();
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void pageOfARunThatFailsEndsWithItsReason() throws IOException {
    assertLastBanner(
        _ -> {
          throw new RunFailedException("The device is gone.");
        },
        "The device is gone.");
  }

  @Test
  void pageOfARunThatIsStoppedEndsWithThat() throws IOException {
    assertLastBanner(Session::stop, "Stopped after 2 whole epochs of 6.");
  }

  /**
   * Opens the page in the first epoch, and looks at it when all is over.
   *
   * @param ending is done in the second epoch
   */
  private void assertLastBanner(Consumer<Session> ending, String text) throws IOException {
    try (Browser browser = Browser.start()) {
      List<Browser.Tab> tabs = new ArrayList<>();
      train(
          "iris",
          6,
          (session, epoch) -> {
            if (epoch == 1) {
              tabs.add(browser.open(url(), 1240, false));
            } else if (epoch == 2) {
              tabs.getFirst().await(points() + " === 1");
              ending.accept(session);
            }
          });

      Browser.Tab tab = tabs.getFirst();
      tab.await("document.getElementById('live') === null");
      assertThat(tab.evaluate("document.querySelector('.banner').textContent").stringValue())
          .isEqualTo(text);
      assertThat(browser.complaints()).isEmpty();
    }
  }

  /** Epochs that the loss curve shows. */
  private static String points() {
    return "(document.querySelector('#loss path.series')?.getAttribute('d').match(/[ML]/g) || []).length";
  }

  @Test
  void onlyBrowsersOnThisMachineUnderItsOwnNameAreAnswered() throws IOException {
    List<String> answers = new ArrayList<>();
    train(
        "seed",
        2,
        epoch -> {
          if (epoch == 1) {
            int port = URI.create(url()).getPort();
            answers.add(request(port, "GET / HTTP/1.1", "127.0.0.1:" + port));
            answers.add(request(port, "GET / HTTP/1.1", "evil.example:" + port));
            answers.add(request(port, "POST / HTTP/1.1", "localhost:" + port));
            answers.add(request(port, "GET /etc/passwd HTTP/1.1", "localhost:" + port));
            assertRefusedFromOutside(port);
          }
        });

    assertThat(answers.get(0)).startsWith("HTTP/1.1 200").contains("<!doctype html>");
    assertThat(answers.get(1)).startsWith("HTTP/1.1 403");
    assertThat(answers.get(2)).startsWith("HTTP/1.1 405");
    assertThat(answers.get(3)).startsWith("HTTP/1.1 404");
    assertThat(said).hasSize(1);
  }

  @Test
  void whoAsksForTheHeadsAloneGetsThem() {
    List<String> answers = new ArrayList<>();
    List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    Logger server = Logger.getLogger("com.sun.net.httpserver");
    Handler listening =
        new StreamHandler() {
          @Override
          public void publish(LogRecord what) {
            warnings.add(what.getMessage());
          }
        };
    server.addHandler(listening);
    try {
      train(
          "seed",
          2,
          epoch -> {
            if (epoch == 1) {
              int port = URI.create(url()).getPort();
              answers.add(request(port, "HEAD / HTTP/1.1", "127.0.0.1:" + port));
              answers.add(request(port, "HEAD /events HTTP/1.1", "127.0.0.1:" + port));
              answers.add(request(port, "HEAD /none HTTP/1.1", "127.0.0.1:" + port));
              answers.add(request(port, "HEAD / HTTP/1.1", "evil.example:" + port));
            }
          });
    } finally {
      server.removeHandler(listening);
    }

    assertThat(answers).allMatch(answer -> answer.endsWith("\r\n\r\n"));
    assertThat(answers.get(0))
        .startsWith("HTTP/1.1 200")
        .containsPattern("(?i)Content-length: \\d{4}");
    assertThat(answers.get(1)).startsWith("HTTP/1.1 200").contains("text/event-stream");
    assertThat(answers.get(2)).startsWith("HTTP/1.1 404");
    assertThat(answers.get(3)).startsWith("HTTP/1.1 403");
    assertThat(warnings).isEmpty();
  }

  @Test
  void serverEndsWithTheRun() throws Exception {
    train("seed", 2, _ -> {});

    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url())).build();
      Assertions.assertThatThrownBy(
              () -> client.send(request, HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(ConnectException.class);
    }
  }

  private String url() {
    return said.getFirst().substring(LIVE.length());
  }

  private static void assertRefusedFromOutside(int port) {
    try {
      for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InetAddress address : Collections.list(each.getInetAddresses())) {
          if (!address.isLoopbackAddress()) {
            Assertions.assertThatThrownBy(() -> new Socket(address, port).close())
                .isInstanceOf(IOException.class);
          }
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String request(int port, String line, String host) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String head = line + "\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Trains as the command line does with {@code --live}.
   *
   * @param hold is called on the training thread after every epoch, before the page is told of it
   */
  private void train(String recipe, int epochs, IntConsumer hold) {
    train(recipe, epochs, (_, epoch) -> hold.accept(epoch));
  }

  private void train(String recipe, int epochs, ObjIntConsumer<Session> hold) {
    PreparedRun run = PreparedRun.of(RunFile.read(recipe, List.of("epochs=" + epochs)));
    Device device = Devices.find("cpu");
    RunRecorder recorder = RunRecorder.create(folder.resolve("run"));
    RunFolder made = recorder.folder();
    RunReport report = new RunReport(made, device.info(), Trained.COMMAND);
    try (Session session = device.open(run.program());
        LiveReport live = new LiveReport(made, device.info(), Trained.COMMAND, said::add)) {
      session.load(run.data().train(), run.data().test());
      session.parameters(run.parameters());
      TrainingListener holding =
          new TrainingListener() {
            @Override
            public void epochEnded(EpochMetrics metrics, State state) {
              hold.accept(session, metrics.epoch());
            }
          };
      Trainer trainer =
          new Trainer(run, session, OptionalInt.empty(), List.of(holding, recorder, report, live));
      assertThat(ended(trainer, report)).isEmpty();
    }
  }

  private static Optional<String> ended(Trainer trainer, RunReport report) {
    try {
      return report.ended(trainer.run());
    } catch (RunFailedException e) {
      return report.failed(e);
    }
  }
}
