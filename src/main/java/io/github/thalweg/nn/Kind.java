package io.github.thalweg.nn;

/** What the elements of a tensor are. Each takes four bytes. */
public enum Kind {
  /** Numbers to compute with. */
  FLOAT32,

  /** Indices, such as those of classes. They have no gradient. */
  INT32
}
