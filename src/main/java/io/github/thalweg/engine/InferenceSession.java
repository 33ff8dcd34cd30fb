package io.github.thalweg.engine;

import io.github.thalweg.data.Dataset;

/** A model on a device, applied to examples. It belongs to the thread that opened it. */
public interface InferenceSession extends AutoCloseable {
  /**
   * The model's outputs for rows.
   *
   * @param rows in the form for the model; their targets are not read
   * @return (N, outputs)
   * @throws io.github.thalweg.InvalidInputException when the rows do not fit the model
   * @throws io.github.thalweg.RunFailedException when the device fails
   */
  float[] outputs(Dataset rows);

  @Override
  void close();
}
