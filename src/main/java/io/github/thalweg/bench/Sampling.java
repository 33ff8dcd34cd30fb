package io.github.thalweg.bench;

/**
 * The timing of a workload. First, steps run untimed for a while, until one call for several steps
 * is long enough. A sample is one call for as many steps as fill {@code sampleSeconds}; its time
 * divided by its steps is a measured step time. Samples are taken until the latest ones are steady,
 * and these are kept.
 *
 * @param warmUpSeconds nothing before this counts
 * @param samples number to keep if steps are fast
 * @param fewestSamples number to keep for any speed; at least 1
 * @param sampleSeconds a sample takes at least this, so that the clock and a launch do not matter
 * @param totalSeconds samples beyond the fewest are only taken if they fit into this time
 * @param patienceSeconds if the samples are not steady after this, there is no figure
 */
public record Sampling(
    double warmUpSeconds,
    int samples,
    int fewestSamples,
    double sampleSeconds,
    double totalSeconds,
    double patienceSeconds) {
  /** Nine samples of a third of a second or more; five of a workload that takes seconds a step. */
  public static final Sampling STANDARD = new Sampling(3, 9, Ratio.FEWEST_SAMPLES, 0.3, 8, 60);

  /** Three samples of a tenth of a second or more: for a first look, and too few for a verdict. */
  public static final Sampling QUICK = new Sampling(2, 3, 3, 0.1, 1, 30);

  /** Number of samples to keep when one takes this long. */
  int count(double seconds) {
    return (int) Math.clamp(totalSeconds / seconds, (double) fewestSamples, (double) samples);
  }
}
