package io.github.thalweg.engine.cpu.threads;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Runs the blocks of an operation on a fixed number of threads, the caller's included. A block's
 * result must not depend on the thread or the time.
 *
 * <p>Operations follow each other within microseconds, so a waiting thread spins for a while before
 * it parks. No thread waits for a thread that has not begun: a free thread takes blocks of others,
 * and if another program uses a core, the other threads do the work. A caller that waits for a
 * block in progress parks soon, too: its core is then free for the thread that holds the block.
 *
 * <p>Each thread begins with the same share of neighbouring blocks every time: a block's result is
 * then in its cache for the next operation. Blocks that run at the same time are far apart:
 * neighbours share pages, and a core that reads ahead of its own block would take lines from the
 * core that writes the next block.
 */
public final class Workers implements AutoCloseable {
  /** Longer than the pauses between the operations of a step. */
  private static final long LOOKOUT_NANOS = 50_000;

  private static final int LOOKS = 64;

  /** Elements between two counters: threads do not share a cache line. */
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

  /** The caller's included. */
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

  /** Whether it became true in time. */
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

    /** One for each thread, but at most one for each block. */
    private final int shares;

    private final Thread caller;

    /** Taken blocks of each share. */
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

    /** Takes the blocks of a share, then the rest of the others' blocks, until none is left. */
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

    /** Waits for the blocks that other threads have begun. */
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
