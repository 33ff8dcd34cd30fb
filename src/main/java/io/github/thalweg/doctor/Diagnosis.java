package io.github.thalweg.doctor;

import java.util.Optional;

/**
 * The result of one search.
 *
 * @param part its group, such as {@code OpenCL}
 * @param thing the searched thing
 * @param state the result
 * @param detail its place and version, or why it is missing
 * @param remedy what to do, a sentence; empty if nothing is needed
 */
public record Diagnosis(
    String part, String thing, State state, String detail, Optional<String> remedy) {
  /** The state of a thing. */
  public enum State {
    /** It is installed and works. */
    FOUND,
    /** It is not installed, and nothing installed needs it. */
    MISSING,
    /**
     * It is installed and does not work, or it is not installed and something installed needs it.
     */
    BROKEN
  }

  static Diagnosis found(String part, String thing, String detail) {
    return new Diagnosis(part, thing, State.FOUND, detail, Optional.empty());
  }

  static Diagnosis broken(String part, String thing, String detail, String remedy) {
    return new Diagnosis(part, thing, State.BROKEN, detail, Optional.of(remedy));
  }

  /**
   * @param needed whether something installed does not work without it
   */
  static Diagnosis missing(
      String part, String thing, boolean needed, String detail, String remedy) {
    return new Diagnosis(
        part, thing, needed ? State.BROKEN : State.MISSING, detail, Optional.of(remedy));
  }
}
