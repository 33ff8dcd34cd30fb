package io.github.thalweg.bench;

/**
 * How long a workload is timed. Steps are taken untimed for a while, and until a call of some of
 * them is long enough. A sample is one call for as many steps as fill {@code sampleSeconds}; its
 * time over its steps is a measured step time. Samples are taken until the latest ones are steady,
 * and these are kept.
 *
 * @param warmUpSeconds nothing counts that is begun before this
 * @param samples how many are kept where steps are quick
 * @param fewestSamples how many are kept however slow they are; at least 1
 * @param sampleSeconds a sample takes at least this, so that a clock and a launch do not show
 * @param totalSeconds samples beyond the fewest are only taken as far as they fit into this
 * @param patienceSeconds where the samples are not steady after this, there is no figure
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

  /** Samples to keep when one takes this long. */
  int count(double seconds) {
    return (int) Math.clamp(totalSeconds / seconds, (double) fewestSamples, (double) samples);
  }
}
