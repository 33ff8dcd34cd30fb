package io.github.thalweg.peers;

/** A framework that trains what {@code thalweg bench} trains. */
interface Framework {
  /** The libraries of the framework, with their versions. */
  String version();

  /** Builds the model with the workload's initial weights, and holds its data. */
  Training start(Workload workload);

  /**
   * A training in progress: the data are in the framework's memory, and the parameters change from
   * step to step.
   */
  interface Training extends AutoCloseable {
    /**
     * Forward pass, gradients, update.
     *
     * @param firstRow first row of the batch
     * @param readLoss whether to read the loss
     * @return the loss before the update, or NaN if it was not read
     */
    double step(int firstRow, boolean readLoss);

    @Override
    void close();
  }
}
