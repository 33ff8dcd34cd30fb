package io.github.thalweg.engine.cpu.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void everyBlockOfManyOperationsRunsExactlyOnce(int threads) {
    try (Workers workers = new Workers(threads)) {
      for (int operation = 0; operation < 20_000; operation++) {
        int count = 1 + operation % 11;
        AtomicIntegerArray calls = new AtomicIntegerArray(count);
        workers.run(count, calls::incrementAndGet);
        assertThat(IntStream.range(0, count).map(calls::get)).containsOnly(1);
      }
    }
  }

  @Test
  void writesOfAllBlocksAreSeenAfterwards() {
    try (Workers workers = new Workers(3)) {
      int[] values = new int[5];
      for (int operation = 1; operation <= 20_000; operation++) {
        workers.run(values.length, block -> values[block]++);
        assertThat(values).containsOnly(operation);
      }
    }
  }

  @Test
  void blocksRunOnSeveralThreadsAtOnce() {
    try (Workers workers = new Workers(3)) {
      CountDownLatch allThree = new CountDownLatch(3);
      var threads = ConcurrentHashMap.<Thread>newKeySet();
      workers.run(
          3,
          _ -> {
            threads.add(Thread.currentThread());
            allThree.countDown();
            try {
              allThree.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          });
      assertThat(threads).hasSize(3).contains(Thread.currentThread());
    }
  }

  @Test
  void aParkedWorkerWakesForTheNextOperation() throws InterruptedException {
    try (Workers workers = new Workers(2)) {
      CountDownLatch bothBegan = new CountDownLatch(2);
      workers.run(2, _ -> {});
      Thread.sleep(50);
      workers.run(
          2,
          _ -> {
            bothBegan.countDown();
            try {
              bothBegan.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          });
      assertThat(bothBegan.getCount()).isZero();
    }
  }

  @Test
  void theCallerWaitsForABlockThatTakesLong() {
    try (Workers workers = new Workers(2)) {
      boolean[] done = new boolean[2];
      Thread caller = Thread.currentThread();
      CountDownLatch bothBegan = new CountDownLatch(2);
      workers.run(
          2,
          block -> {
            bothBegan.countDown();
            try {
              bothBegan.await();
              if (Thread.currentThread() != caller) {
                Thread.sleep(100);
              }
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            done[block] = true;
          });
      assertThat(done).containsOnly(true);
    }
  }

  @Test
  void whatABlockThrowsReachesTheCallerAndTheNextOperationRuns() {
    try (Workers workers = new Workers(3)) {
      assertThatThrownBy(() ->
              workers.run(
                  9,
                  block -> {
                    if (block == 4) {
                      throw new IllegalStateException("block 4");
                    }
                  }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("block 4");
      int[] values = new int[9];
      workers.run(9, block -> values[block] = block);
      assertThat(values).isEqualTo(IntStream.range(0, 9).toArray());
    }
  }

  @Test
  void threadsEndWhenClosed() throws InterruptedException {
    var before = workerThreads();
    Workers workers = new Workers(3);
    workers.run(3, _ -> {});
    var own = workerThreads();
    own.removeAll(before);
    assertThat(own).hasSize(2);
    workers.close();
    for (Thread thread : own) {
      thread.join(10_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static Set<Thread> workerThreads() {
    var threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().startsWith("thalweg-cpu-"));
    return threads;
  }
}
