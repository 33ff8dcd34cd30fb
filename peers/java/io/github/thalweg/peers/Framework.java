package io.github.thalweg.peers;

/** A framework that trains what {@code thalweg bench} trains. */
interface Framework {
  /** What runs underneath, with its version. */
  String version();

  /** Builds the model with the workload's initial weights, and holds its data. */
  Training start(Workload workload);

  /**
   * A training under way: the data lie in the framework's memory, parameters go on from step to
   * step.
   */
  interface Training extends AutoCloseable {
    /**
     * Forward pass, gradients, update.
     *
     * @param firstRow of the batch
     * @param readLoss whether the loss is asked for
     * @return the loss before the update, or NaN where it was not asked for
     */
    double step(int firstRow, boolean readLoss);

    @Override
    void close();
  }
}
