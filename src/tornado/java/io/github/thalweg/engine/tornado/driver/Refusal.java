package io.github.thalweg.engine.tornado.driver;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The refusal of a call by a driver. Without this call, the device has not done its work.
 *
 * @param kind purpose of the call
 */
record Refusal(Kind kind) {
  /** TornadoVM's lines have the name of the call, of OpenCL or of CUDA. */
  private static final Pattern LINE =
      Pattern.compile(
          "ERROR : (?:"
              + "(?<launch>clEnqueueNDRangeKernel|clSetKernelArg|cuLaunch|cuGraphLaunch)"
              + "|(?<compile>clBuildProgram|clCreateProgram|clCreateKernel|cuModule|nvrtcCompile)"
              + "|(?<write>clEnqueueWrite|cuMemcpyHtoD)"
              + "|(?<read>clEnqueueRead|cuMemcpyDtoH)"
              + "|clEnqueue|clFlush|clFinish|cuMemcpy|cuMemset|cu\\w+Synchronize)");

  enum Kind {
    LAUNCH,
    COMPILE,
    WRITE,
    READ,
    OTHER
  }

  /** The first refusal for which TornadoVM has printed a line. */
  static Optional<Refusal> in(String printed) {
    Matcher line = LINE.matcher(printed);
    return line.find() ? Optional.of(new Refusal(kind(line))) : Optional.empty();
  }

  private static Kind kind(Matcher line) {
    if (line.group("launch") != null) {
      return Kind.LAUNCH;
    }
    if (line.group("compile") != null) {
      return Kind.COMPILE;
    }
    if (line.group("write") != null) {
      return Kind.WRITE;
    }
    return line.group("read") != null ? Kind.READ : Kind.OTHER;
  }
}
