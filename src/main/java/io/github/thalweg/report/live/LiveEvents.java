package io.github.thalweg.report.live;

import io.github.thalweg.engine.Session;
import io.github.thalweg.timing.Pace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The events of a run so far, for any number of browsers. */
final class LiveEvents {
  private static final int PROGRESS_MILLIS = 300;
  private static final int FAREWELL_SECONDS = 2;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final List<Epoch> epochs = new ArrayList<>();
  private Session session;
  private Pace pace;
  private String last;
  private int browsers;

  private record Epoch(int number, String json) {}

  /** From now on the progress comes from this session. */
  void watch(Session session) {
    lock.lock();
    try {
      this.session = session;
      pace = new Pace(session.step());
    } finally {
      lock.unlock();
    }
  }

  void epoch(int number, String json) {
    lock.lock();
    try {
      epochs.add(new Epoch(number, json));
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The run is over, and this is its end; waits a short time until every browser has it. */
  void end(String json) {
    lock.lock();
    try {
      last = json;
      news.signalAll();
      long left = TimeUnit.SECONDS.toNanos(FAREWELL_SECONDS);
      while (browsers > 0 && left > 0) {
        left = news.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void count(int more) {
    lock.lock();
    try {
      browsers += more;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes events to a browser until the run ends or the browser disconnects, and closes the
   * stream.
   *
   * @param after the last epoch that the browser knows
   */
  void follow(OutputStream browser, int after) throws IOException, InterruptedException {
    count(1);
    try (browser) { // Only the end of the answer completes it; then the server may stop.
      tell(browser, after);
    } finally {
      count(-1);
    }
  }

  private void tell(OutputStream browser, int after) throws IOException, InterruptedException {
    int known = after;
    boolean ended = false;
    while (!ended) {
      StringBuilder text = new StringBuilder();
      lock.lock();
      try {
        if (!hasNews(known)) {
          news.await(PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
        }
        for (Epoch epoch : epochs) {
          if (epoch.number() > known) {
            text.append(event("epoch", epoch.json()));
            known = epoch.number();
          }
        }
        text.append(event("progress", progress()));
        ended = last != null;
        if (ended) {
          text.append(event("end", last));
        }
      } finally {
        lock.unlock();
      }
      browser.write(text.toString().getBytes(StandardCharsets.UTF_8));
      browser.flush();
    }
  }

  /** The step, and steps a second when that is steady. */
  private String progress() {
    long step = session.step();
    OptionalDouble rate = pace.at(step);
    return "{\"step\":" + step + (rate.isPresent() ? ",\"rate\":" + rate.getAsDouble() : "") + "}";
  }

  private boolean hasNews(int known) {
    return last != null || (!epochs.isEmpty() && epochs.getLast().number() > known);
  }

  /** An event in the form that browsers read; JSON on one line needs no care. */
  private static String event(String name, String json) {
    return "event: " + name + "\ndata: " + json + "\n\n";
  }
}
