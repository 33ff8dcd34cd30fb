package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a user or a system tells a process. */
public final class Signals {
  private Signals() {}

  /**
   * @param name without SIG
   * @param target of the process, or its negative for the whole group that it leads
   */
  public static void send(String name, long target) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, "--", Long.toString(target)).start();
    assertThat(kill.waitFor()).isZero();
  }

  /**
   * Fails unless a process that was ended by force is gone within ten seconds. It is a zombie until
   * its parent, of orphans the first of all processes, has noticed.
   */
  public static void awaitEnd(long pid) throws InterruptedException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    for (int tries = 0; tries < 1000; tries++) {
      try {
        if (Files.readString(status).contains("State:\tZ")) {
          return;
        }
      } catch (IOException _) {
        return; // It was there a moment ago at most.
      }
      Thread.sleep(10);
    }
    throw new AssertionError("Process " + pid + " still runs.");
  }

  /** Waits until a process that runs has written so many lines into a file. */
  public static void awaitLines(Process process, Path file, int lines)
      throws IOException, InterruptedException {
    for (int tries = 0; tries < 6000; tries++) {
      if (Files.exists(file) && Files.readString(file).lines().count() >= lines) {
        return;
      }
      assertThat(process.isAlive()).as("the process still runs").isTrue();
      Thread.sleep(10);
    }
    throw new AssertionError(file + " has not come in a minute.");
  }

  /**
   * A background job of a shell without job control ignores SIGINT, and so do its children. SIGINT
   * is signal 2, the second bit of the mask of ignored signals.
   */
  public static boolean ignoresInterrupts(Process process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    String mask =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow()
            .substring("SigIgn:".length())
            .strip();
    return (Long.parseUnsignedLong(mask, 16) & 2) != 0;
  }
}
