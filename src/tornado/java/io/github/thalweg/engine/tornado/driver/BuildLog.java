package io.github.thalweg.engine.tornado.driver;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a driver says of a kernel that it compiles. TornadoVM prints that to {@link System#err} and
 * throws an exception that does not have it, so it is caught there: what this thread prints while
 * the log is open. What others print goes where it always goes.
 */
public final class BuildLog implements AutoCloseable {
  /** TornadoVM's text before the log of a kernel that was not compiled. */
  private static final String HEADING = "Build Error Log:";

  private static final ReentrantLock LOCK = new ReentrantLock();

  private final PrintStream before;
  private final ByteArrayOutputStream caught = new ByteArrayOutputStream();
  private boolean told;

  private BuildLog() {
    LOCK.lock();
    before = System.err;
    System.setErr(new PrintStream(new OfThisThread(), true, StandardCharsets.UTF_8));
  }

  /** Opens the log; another thread waits until it is closed. */
  public static BuildLog open() {
    return new BuildLog();
  }

  private final class OfThisThread extends OutputStream {
    private final Thread owner = Thread.currentThread();

    @Override
    public void write(int b) {
      if (Thread.currentThread() == owner) {
        caught.write(b);
      } else {
        before.write(b);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      if (Thread.currentThread() == owner) {
        caught.write(bytes, from, count);
      } else {
        before.write(bytes, from, count);
      }
    }
  }

  private String text() {
    return caught.toString(StandardCharsets.UTF_8).strip();
  }

  /** The first line with an error in a kernel; the log is then not printed. */
  Optional<String> firstError() {
    Optional<String> error = firstError(text());
    told = error.isPresent();
    return error;
  }

  /** The same for the text of a log; the first line if no line has that word. */
  private static Optional<String> firstError(String log) {
    List<String> lines =
        log.lines().filter(line -> !line.isBlank() && !line.startsWith("[")).toList();
    return lines.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).contains("error"))
        .findFirst()
        .or(() -> lines.stream().filter(_ -> log.contains(HEADING)).findFirst())
        .map(String::strip);
  }

  /** Stops catching, and prints the caught output unless its error was read. */
  @Override
  public void close() {
    System.setErr(before);
    LOCK.unlock();
    if (!told && !text().isEmpty()) {
      before.println(text());
    }
  }
}
