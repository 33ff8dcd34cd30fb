package io.github.thalweg.engine;

import io.github.thalweg.data.Dataset;

/** A model on a device, applied to examples. It belongs to the thread that opened it. */
public interface InferenceSession extends AutoCloseable {
  /**
   * What the model gives for rows.
   *
   * @param rows as the model takes them; their targets are not looked at
   * @return (N, outputs)
   * @throws io.github.thalweg.InvalidInputException when the rows do not fit the model
   * @throws io.github.thalweg.RunFailedException when the device fails
   */
  float[] outputs(Dataset rows);

  @Override
  void close();
}
