package io.github.thalweg.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.cli.FakeLauncher;
import io.github.thalweg.cli.Main;
import io.github.thalweg.cli.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class CommandProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void answersAreTheJsonLinesAmongWhatDriversPrint() throws IOException {
    CommandProcess.Answer answer =
        ask(
            "echo 'driver 1.2 starting'; echo \"{\\\"said\\\": \\\"$*\\\"}\"; echo '{cut sh'",
            LIMIT);

    assertThat(answer.succeeded()).isTrue();
    assertThat(answer.complaint()).isEmpty();
    assertThat(answer.lines())
        .singleElement()
        .satisfies(line -> assertThat(line.get("said").asString()).isEqualTo("check seed --json"));
  }

  @Test
  void failureComesWithTheLastThingThatWasSaid() throws IOException {
    CommandProcess.Answer answer =
        ask("echo noise >&2; echo 'The loss is off.' >&2; echo >&2; exit 1", LIMIT);

    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.complaint()).isEqualTo("The loss is off.");
  }

  @Test
  void crashIsNamedAndEndsNothingElse() throws IOException {
    CommandProcess.Answer answer = ask("echo '{\"n\": 1}'; kill -ABRT $$", LIMIT);

    assertThat(answer.succeeded()).isFalse();
    assertThat(answer.complaint()).startsWith("It crashed (signal 6).");
    assertThat(answer.lines()).hasSize(1);
  }

  @Test
  void commandThatHangsIsEnded() throws IOException {
    long start = System.nanoTime();

    CommandProcess.Answer answer = ask("echo '{\"n\": 1}'; sleep 300", Duration.ofSeconds(1));

    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.complaint()).isEqualTo("It did not end within 1 s.");
    assertThat(answer.lines()).hasSize(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void stopEndsTheCommandAndWhatItHasStarted() throws IOException, InterruptedException {
    Path child = folder.resolve("child");
    CommandProcess process =
        FakeLauncher.of(
            folder,
            "sleep 300 & echo $! >" + child + ".new; mv " + child + ".new " + child + "; wait");
    Thread stopper =
        Thread.ofPlatform()
            .start(() -> {
              while (!child.toFile().exists()) {
                Thread.onSpinWait();
              }
              process.stop();
            });

    CommandProcess.Answer answer = process.run(Main::execute, LIMIT, "check", "seed", "--json");

    stopper.join();
    assertThat(answer.succeeded()).isFalse();
    assertThat(process.isStopped()).isTrue();
    long pid = Long.parseLong(Files.readString(child).strip());
    Signals.awaitEnd(pid);
    assertThat(process.run(Main::execute, LIMIT, "check", "seed", "--json").succeeded()).isFalse();
  }

  @Test
  void withoutALauncherTheCommandRunsHere() {
    CommandProcess here = new CommandProcess(Optional.empty());

    assertThat(here.run(Main::execute, LIMIT, "devices", "--json").lines())
        .extracting(line -> line.get("device").asString())
        .startsWith("reference", "cpu");
    assertThat(here.run(Main::execute, LIMIT, "bench", "linear-tinny").exit()).isEqualTo(2);
  }

  @Test
  void launcherThatCannotBeStartedIsOneSentence() {
    CommandProcess gone = new CommandProcess(Optional.of(folder.resolve("gone")));

    assertThatThrownBy(() -> gone.run(Main::execute, LIMIT, "devices"))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining(folder.resolve("gone").toString());
  }

  private CommandProcess.Answer ask(String script, Duration limit) throws IOException {
    return FakeLauncher.of(folder, script).run(Main::execute, limit, "check", "seed", "--json");
  }
}
