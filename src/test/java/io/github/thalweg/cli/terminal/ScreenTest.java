package io.github.thalweg.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.PreparedRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void withoutATerminalThereIsNoStatusLine() {
    Screen screen = screen(false);
    assumeFalse(screen.redraws());

    screen.status("epoch 1 of 3");
    screen.print("data");
    screen.say("talk");
    screen.eraseStatus();

    assertThat(out.toString()).isEqualToNormalizingNewlines("data\n");
    assertThat(err.toString()).isEqualToNormalizingNewlines("talk\n");
  }

  @Test
  void statusLineThatIsTooWideEndsAtTheEdgeOfTheTerminal() {
    String told = System.setProperty("thalweg.terminal", "err");
    try {
      Screen screen = screen(false);
      screen.status("epoch 1 of 3");
      screen.say("talk");
    } finally {
      if (told == null) {
        System.clearProperty("thalweg.terminal");
      } else {
        System.setProperty("thalweg.terminal", told);
      }
    }

    assertThat(err.toString())
        .isEqualToNormalizingNewlines("\r\u001B[K\u001B[?7lepoch 1 of 3\u001B[?7h\r\u001B[Ktalk\n");
  }

  @Test
  void quietScreenOnlyWarns() {
    Screen screen = screen(true);

    screen.say("talk");
    screen.status("epoch 1 of 3");
    screen.warn("stopped");

    assertThat(screen.redraws()).isFalse();
    assertThat(err.toString()).isEqualToNormalizingNewlines("stopped\n");
  }

  @Test
  void progressIsNotPaintedWhereNothingRedraws() {
    PreparedRun run = PreparedRun.of(RunFile.read("seed", List.of()));
    Batches batches = run.program().training().batches();
    try (Session session = Devices.find("reference").open(run.program());
        ProgressLine _ = new ProgressLine(screen(true), session, batches, 10)) {
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .doesNotContain("progress");
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whatTakesLongIsSaidOnceWhereNothingRedraws() throws InterruptedException {
    String told = System.setProperty("thalweg.patience", "0");
    try {
      Busy busy = new Busy(screen(false), "Reading the data");
      while (err.getBuffer().isEmpty()) {
        Thread.sleep(5);
      }
      busy.close();
      assertThat(err.toString()).isEqualToNormalizingNewlines("Reading the data.\n");
      try (Busy next = new Busy(screen(true), "Evaluating")) {
        next.next("Evaluating again");
      }
      try (Busy next = new Busy(screen(false), "Checking")) {
        next.next("Timing");
        while (!err.toString().contains("Timing.")) {
          Thread.sleep(5);
        }
      }
      System.setProperty("thalweg.patience", "3600000");
      new Busy(screen(false), "Evaluating").close();
      assertThat(err.toString()).doesNotContain("Evaluating");
    } finally {
      if (told == null) {
        System.clearProperty("thalweg.patience");
      } else {
        System.setProperty("thalweg.patience", told);
      }
    }
  }

  @Test
  void epochsThatAreQuickSpeakForThemselves() throws InterruptedException {
    String told = System.setProperty("thalweg.patience", "500");
    PreparedRun run = PreparedRun.of(RunFile.read("seed", List.of()));
    Batches batches = run.program().training().batches();
    try (Session session = Devices.find("reference").open(run.program())) {
      session.load(run.data().train(), run.data().test());
      try (ProgressLine _ = new ProgressLine(screen(false), session, batches, 10)) {
        session.train(1);
        while (Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().equals("progress"))) {
          Thread.sleep(5);
        }
      }
      assertThat(err.toString()).isEmpty();
      try (ProgressLine _ =
          new ProgressLine(screen(false).forRun("a", 1, 2), session, batches, 10)) {
        session.train(1);
        while (err.getBuffer().isEmpty()) {
          Thread.sleep(5);
        }
      }
      assertThat(err.toString()).startsWith("Training run 1 of 2, epoch 3 of 10; ");
      err.getBuffer().setLength(0);
      try (ProgressLine _ = new ProgressLine(screen(false), session, batches, 10)) {
        while (err.getBuffer().isEmpty()) {
          Thread.sleep(5);
        }
      }
      assertThat(err.toString()).startsWith("Training epoch 3 of 10; ");
    } finally {
      if (told == null) {
        System.clearProperty("thalweg.patience");
      } else {
        System.setProperty("thalweg.patience", told);
      }
    }
  }

  @Test
  void progressHasRateAndTimeLeft() {
    Batches batches = new Batches(1001, 100, true, 0);

    assertThat(ProgressLine.line(batches, 20, 47, OptionalDouble.of(10)))
        .isEqualTo("epoch 5 of 20, step 3 of 11, 910 samples/s, 17 s left");
    assertThat(ProgressLine.line(batches, 20, 0, OptionalDouble.empty()))
        .isEqualTo("epoch 1 of 20, step 0 of 11");
    assertThat(ProgressLine.line(batches, 20, 0, OptionalDouble.of(1))).endsWith(", 3:40 min left");
    assertThat(ProgressLine.line(batches, 2000, 1000, OptionalDouble.of(1)))
        .endsWith(", 5:50 h left");
    assertThat(ProgressLine.line(batches, 20, 220, OptionalDouble.empty()))
        .startsWith("epoch 20 of 20, ");
    assertThat(ProgressLine.once("", batches, 20, 47))
        .isEqualTo("Training epoch 5 of 20; an epoch has its line when it is over.");
    assertThat(ProgressLine.once("run 1 of 2, ", batches, 20, 220))
        .isEqualTo("Training run 1 of 2, epoch 20 of 20; a run has its line when it is over.");
    assertThat(ProgressLine.line(1250, 2500, OptionalDouble.of(500)))
        .isEqualTo("point 1,250 of 2,500, 500 points/s, 3 s left");
  }

  private Screen screen(boolean quiet) {
    return new Screen(new PrintWriter(out, true), ShownText.on(new PrintWriter(err, true)), quiet);
  }
}
