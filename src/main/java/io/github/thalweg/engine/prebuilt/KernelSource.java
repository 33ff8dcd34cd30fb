package io.github.thalweg.engine.prebuilt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a hand-written kernel for a device's compiler: one file with its includes inserted,
 * because that compiler sees no folder, and with constants at the start that are known only at run
 * time.
 */
final class KernelSource {
  private static final Pattern INCLUDE = Pattern.compile("(?m)^#include \"([^\"]+)\"\\n");
  private static final String PTX_HEADER = "arrayHeader = 16;";

  private KernelSource() {}

  /**
   * A source in OpenCL C or CUDA C.
   *
   * @param file the kernel's file below {@code kernels}, such as {@code "opencl/cpu/linear.cl"}
   * @throws IllegalArgumentException when there is no such file
   */
  static String text(String file, int arrayHeader, Map<String, Integer> constants) {
    StringBuilder text = new StringBuilder(define("ARRAY_HEADER", arrayHeader));
    new TreeMap<>(constants).forEach((name, value) -> text.append(define(name, value)));
    return text.append(expand(file, new HashSet<>())).toString();
  }

  private static String define(String name, int value) {
    return "#define " + name + " " + value + "\n";
  }

  /** A file with the text of its includes; a file that was included before is left out. */
  private static String expand(String file, Set<String> seen) {
    if (!seen.add(file)) {
      return "";
    }
    return INCLUDE
        .matcher(read(file))
        .replaceAll(include -> Matcher.quoteReplacement(expand(include.group(1), seen)));
  }

  /**
   * PTX without its first lines, with another name for one of its kernels.
   *
   * @param file the kernel's file below {@code kernels}, such as {@code "ptx/linear.ptx"}
   * @throws IllegalArgumentException when there is no such file or no such kernel in it
   */
  static String ptx(String file, int arrayHeader, String entry, String name) {
    String text = read(file);
    String start = ".visible .entry " + entry + "(";
    if (!text.contains(start)) {
      throw new IllegalArgumentException("There is no kernel " + entry + " in " + file + ".");
    }
    return text.replace(start, ".visible .entry " + name + "(")
        .replace(PTX_HEADER, "arrayHeader = " + arrayHeader + ";");
  }

  /** Whether there is such a file below {@code kernels}. */
  static boolean exists(String file) {
    return KernelSource.class.getResource("/kernels/" + file) != null;
  }

  private static String read(String file) {
    try (InputStream in = KernelSource.class.getResourceAsStream("/kernels/" + file)) {
      if (in == null) {
        throw new IllegalArgumentException("There is no kernel kernels/" + file + ".");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
