package io.github.thalweg.data;

/** What the targets of a data set mean. */
public sealed interface Task {
  /** Targets are numbers to come close to. */
  record Regression() implements Task {}

  /** The one target column holds class indices 0 … {@code classes} − 1. */
  record Classification(int classes) implements Task {}
}
