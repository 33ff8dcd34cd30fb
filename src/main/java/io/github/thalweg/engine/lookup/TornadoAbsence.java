package io.github.thalweg.engine.lookup;

import io.github.thalweg.Build;

/** Why there is no TornadoVM, as far as the launcher knows, and how to get it. */
public final class TornadoAbsence {
  private static final String REMEDY =
      "Install it with SDKMAN (sdk install tornadovm "
          + Build.tornadoVersion()
          + "-opencl), or unpack the official archive"
          + " and set TORNADOVM_HOME to its folder; then start Thalweg with scripts/thalweg.";

  private TornadoAbsence() {}

  /** One or two sentences. */
  public static String reason() {
    String refused = System.getProperty("thalweg.tornadovm.refused");
    return refused != null ? refused : "No TornadoVM was found. " + REMEDY;
  }
}
