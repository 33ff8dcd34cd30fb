package io.github.thalweg.nn;

/** One element of a {@link Model}'s chain. */
public sealed interface Layer permits Dense, Activation {}
