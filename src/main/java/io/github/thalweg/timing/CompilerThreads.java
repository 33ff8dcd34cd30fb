package io.github.thalweg.timing;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The processor time of the JVM's compilers, from Linux. Java's own sum ({@code CompilationMXBean})
 * counts a method only after its compilation, which takes seconds for a large one.
 */
final class CompilerThreads {
  private static final Path TASKS = Path.of("/proc/self/task");

  /** Of Linux's clock for processes: always that many a second for programs. */
  private static final double TICKS = 100;

  /** Part of {@code C2 CompilerThre}, {@code JVMCI CompilerT}: Linux cuts names of threads. */
  private static final String NAME = "CompilerT";

  /** Fields behind the thread's name in {@code stat}: its state is the first. */
  private static final int USER_TICKS = 11;

  private static final int SYSTEM_TICKS = 12;

  private final Map<Path, Long> ticks = new HashMap<>();
  private double seconds;

  CompilerThreads() {
    seconds();
    seconds = 0;
  }

  /**
   * Seconds of processor time that all compiler threads have taken since this was made; 0 if the
   * system does not say.
   */
  double seconds() {
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        count(task);
      }
    } catch (IOException | DirectoryIteratorException _) {
      // Another system, or a thread that ended meanwhile: the known time stays.
    }
    return seconds;
  }

  private void count(Path task) {
    try {
      String stat = Files.readString(task.resolve("stat"));
      int name = stat.lastIndexOf(')');
      if (stat.substring(0, name).contains(NAME)) {
        String[] fields = stat.substring(name + 2).split(" ", -1);
        long now = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
        Long before = ticks.put(task, now);
        seconds += (now - (before == null ? 0 : before)) / TICKS;
      }
    } catch (IOException _) {
      // The thread has ended.
    }
  }
}
