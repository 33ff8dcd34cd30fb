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
 * The text of a hand-written kernel as a device's compiler takes it: one file with its includes in
 * place, because a device's compiler sees no folder, and with the constants in front that are known
 * only where the kernel runs.
 */
public final class KernelSource {
  private static final String FOLDER = "/kernels/";
  private static final Pattern INCLUDE = Pattern.compile("(?m)^#include \"([^\"]+)\"\\n");

  private KernelSource() {}

  /**
   * An OpenCL C source.
   *
   * @param file the kernel's file below {@code kernels}, such as {@code "opencl/cpu/linear.cl"}
   * @param arrayHeader bytes before the data of an array: what TornadoVM's {@code
   *     TornadoNativeArray.ARRAY_HEADER} says
   * @param constants macros that the kernel asks for, by name
   * @throws IllegalArgumentException when there is no such file
   */
  public static String openCl(String file, int arrayHeader, Map<String, Integer> constants) {
    StringBuilder text = new StringBuilder("#define ARRAY_HEADER " + arrayHeader + "\n");
    new TreeMap<>(constants).forEach((name, value) -> text.append(define(name, value)));
    return text.append(expand(file, new HashSet<>())).toString();
  }

  private static String define(String name, int value) {
    return "#define " + name + " " + value + "\n";
  }

  /** A file with the text of what it includes; what was included before is left out. */
  private static String expand(String file, Set<String> seen) {
    if (!seen.add(file)) {
      return "";
    }
    return INCLUDE
        .matcher(read(file))
        .replaceAll(include -> Matcher.quoteReplacement(expand(include.group(1), seen)));
  }

  private static String read(String file) {
    try (InputStream in = KernelSource.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalArgumentException("There is no kernel kernels/" + file + ".");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
