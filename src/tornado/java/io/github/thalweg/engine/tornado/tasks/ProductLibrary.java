package io.github.thalweg.engine.tornado.tasks;

import io.github.thalweg.engine.Precision;
import io.github.thalweg.nn.Tensor;

/** A library's product of matrices. */
public interface ProductLibrary {
  /** The precision of its products of float32 numbers. */
  Precision precision();

  /** Its name in {@code --print-program}. */
  String function();

  /**
   * Adds a product to a graph.
   *
   * @param task a short name, unique together with the result
   * @param operation what the product computes, to be followed by the name of the result
   */
  void add(String task, String operation, Tensor result, Product product, PhaseTasks tasks);
}
