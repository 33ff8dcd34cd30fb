package io.github.thalweg.engine.cpu;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the best matrix multiplication that this JVM can run: OpenBLAS, else the Vector API, else
 * loops. The system property {@code thalweg.gemm} forces one of them.
 *
 * @param gemm the one to use
 * @param refusals why each better one cannot be had, and the remedy
 */
record GemmLookup(Gemm gemm, List<String> refusals) {
  private static final List<String> NAMES = List.of("vector", "openblas", "loops");

  static GemmLookup find() {
    String forced = System.getProperty("thalweg.gemm");
    List<String> candidates = forced == null ? NAMES : List.of(forced);
    List<String> refusals = new ArrayList<>();
    for (String name : candidates) {
      Optional<Gemm> gemm = create(name, refusals);
      if (gemm.isPresent()) {
        return new GemmLookup(gemm.get(), List.copyOf(refusals));
      }
    }
    throw new RunFailedException(
        "The matrix multiplication that -Dthalweg.gemm asks for cannot be had: "
            + refusals.getFirst());
  }

  static Optional<Gemm> create(String name, List<String> refusals) {
    try {
      return Optional.of(
          switch (name) {
            case "openblas" -> new OpenBlasGemm(BundledOpenBlas.unpacked());
            case "vector" -> new VectorGemm();
            case "loops" -> new LoopGemm();
            default -> throw InvalidInputException.unknown("a matrix multiplication", name, NAMES);
          });
    } catch (IOException | IllegalArgumentException | IllegalCallerException e) {
      if (e instanceof InvalidInputException invalid) {
        throw invalid;
      }
      refusals.add(name + ": " + e.getMessage() + ".");
    } catch (LinkageError e) {
      refusals.add(name + ": the JVM runs without --add-modules jdk.incubator.vector.");
    }
    return Optional.empty();
  }
}
