package io.github.thalweg.engine.cpu.threads;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Runs the blocks of an operation on a fixed number of threads, the caller's among them. What a
 * block computes must not depend on which thread runs it or when.
 *
 * <p>Operations follow each other within microseconds, so a thread that waits looks out for a while
 * before it parks. Nobody waits for a thread that has not begun: whoever is free takes blocks of
 * others, and when another program has a core, the others do the work. A caller that waits for a
 * block in progress parks soon, too: its core is then free for the thread that holds the block.
 *
 * <p>Each thread begins with a share of neighbouring blocks, always the same: what it made of a
 * block for one operation lies in its cache for the next. And the blocks that are taken at the same
 * time lie far apart: neighbours share pages, and what a core reads ahead of its own block it would
 * take away from the core that writes the next.
 */
public final class Workers implements AutoCloseable {
  /** Longer than the pauses between the operations of a step. */
  private static final long LOOKOUT_NANOS = 50_000;

  private static final int LOOKS = 64;

  /** Elements from one counter to the next: threads do not share its cache line. */
  private static final int APART = 32;

  private final Worker[] workers;
  private volatile Job job = Job.NONE;
  private volatile boolean closed;

  public Workers(int threads) {
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
      workers[i].start();
    }
  }

  /** The caller's among them. */
  public int threads() {
    return workers.length + 1;
  }

  /**
   * Calls {@code block} with 0 … {@code count} − 1 and returns when all calls have.
   *
   * @throws RuntimeException or Error what a block threw
   */
  public void run(int count, IntConsumer block) {
    if (count == 1 || workers.length == 0) {
      for (int i = 0; i < count; i++) {
        block.accept(i);
      }
      return;
    }
    Job mine = new Job(block, count, Math.min(count, threads()), Thread.currentThread());
    job = mine;
    int wanted = Math.min(workers.length, count - 1);
    for (int i = 0; i < wanted; i++) {
      workers[i].wake();
    }
    mine.work(0);
    mine.await();
  }

  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      worker.wake();
    }
  }

  /** Whether it came true before the time was up. */
  private static boolean lookOut(BooleanSupplier come) {
    long start = System.nanoTime();
    do {
      for (int i = 0; i < LOOKS; i++) {
        if (come.getAsBoolean()) {
          return true;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() - start < LOOKOUT_NANOS);
    return false;
  }

  /** One call of {@link #run}. */
  private static final class Job {
    static final Job NONE = new Job(_ -> {}, 0, 1, null);
    private final IntConsumer block;
    private final int count;

    /** One for each thread, but no more than there are blocks. */
    private final int shares;

    private final Thread caller;

    /** How many blocks of each share are taken. */
    private final AtomicIntegerArray taken;

    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean callerParks;
    private volatile Throwable failure;

    Job(IntConsumer block, int count, int shares, Thread caller) {
      this.block = block;
      this.count = count;
      this.shares = shares;
      this.caller = caller;
      taken = new AtomicIntegerArray(shares * APART);
    }

    /** Takes the blocks of a share, then those that are left of the others', until none is. */
    void work(int own) {
      for (int i = 0; i < shares; i++) {
        int share = (own + i) % shares;
        int end = start(share + 1);
        for (int block = next(share); block < end; block = next(share)) {
          run(block);
        }
      }
    }

    private int start(int share) {
      return (int) ((long) count * share / shares);
    }

    private int next(int share) {
      return start(share) + taken.getAndIncrement(share * APART);
    }

    private void run(int index) {
      try {
        block.accept(index);
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      if (done.incrementAndGet() == count && callerParks) {
        LockSupport.unpark(caller);
      }
    }

    /** Waits for the blocks that others have begun. */
    void await() {
      if (!lookOut(() -> done.get() == count)) {
        callerParks = true;
        while (done.get() < count) {
          LockSupport.park(this);
        }
      }
      switch (failure) {
        case null -> {}
        case Error error -> throw error;
        case Throwable other -> throw (RuntimeException) other;
      }
    }
  }

  private final class Worker extends Thread {
    private final int share;
    private volatile boolean parks;

    Worker(int share) {
      super("thalweg-cpu-" + share);
      this.share = share;
      setDaemon(true);
    }

    void wake() {
      if (parks) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      Job last = Job.NONE;
      while (!closed) {
        Job seen = last;
        if (!lookOut(() -> job != seen || closed)) {
          parks = true;
          while (job == seen && !closed) {
            LockSupport.park(Workers.this);
          }
          parks = false;
        }
        last = job;
        last.work(share);
      }
    }
  }
}
