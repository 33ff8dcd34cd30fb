package io.github.thalweg;

/**
 * A counter-based random generator: every value is a pure function of (seed, stream, index), so
 * values can be drawn in any order, on any thread or device, with the same result. The mixing is
 * SplitMix64's finaliser (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators",
 * 2014), applied to the key and then to the counter.
 */
public final class CounterRandom {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final long key;

  /**
   * @param seed the run's seed
   * @param stream the use of the numbers (a purpose, an epoch); streams of one seed are independent
   */
  public CounterRandom(long seed, long stream) {
    this.key = mix(mix(seed + GOLDEN_GAMMA) + stream * GOLDEN_GAMMA);
  }

  /** 64 random bits for {@code index}. */
  public long bits(long index) {
    return mix(key + (index + 1) * GOLDEN_GAMMA);
  }

  /** A float uniform in [0, 1), a multiple of 2⁻²⁴. */
  public float uniform(long index) {
    return (bits(index) >>> 40) * 0x1p-24f;
  }

  /**
   * A standard normal number, by Box and Muller from the bits of {@code 2·index} and {@code 2·index
   * + 1}.
   */
  public double gaussian(long index) {
    double radius = Math.sqrt(-2 * Math.log(((bits(2 * index) >>> 11) + 1) * 0x1p-53));
    double angle = 2 * Math.PI * ((bits(2 * index + 1) >>> 11) * 0x1p-53);
    return radius * Math.cos(angle);
  }

  /** A random order of 0 … n−1 (Fisher and Yates). */
  public int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    for (int i = n - 1; i > 0; i--) {
      int j = (int) Math.unsignedMultiplyHigh(bits(i), i + 1L);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
