package io.github.thalweg.doctor;

import java.util.Optional;

/**
 * One thing that was looked for.
 *
 * @param part what it belongs to, such as {@code OpenCL}
 * @param thing what was looked for
 * @param state what became of it
 * @param detail where it is and which version, or why it is not there
 * @param remedy what to do about it, a sentence; empty where nothing is to be done
 */
public record Diagnosis(
    String part, String thing, State state, String detail, Optional<String> remedy) {
  /** How a thing was found. */
  public enum State {
    /** It is there and works. */
    FOUND,
    /** It is not there, and nothing that is installed needs it. */
    MISSING,
    /** It is there and does not work, or is not there and something that is installed needs it. */
    BROKEN
  }

  static Diagnosis found(String part, String thing, String detail) {
    return new Diagnosis(part, thing, State.FOUND, detail, Optional.empty());
  }

  static Diagnosis broken(String part, String thing, String detail, String remedy) {
    return new Diagnosis(part, thing, State.BROKEN, detail, Optional.of(remedy));
  }

  /**
   * @param needed whether something that is installed does not work without it
   */
  static Diagnosis missing(
      String part, String thing, boolean needed, String detail, String remedy) {
    return new Diagnosis(
        part, thing, needed ? State.BROKEN : State.MISSING, detail, Optional.of(remedy));
  }
}
