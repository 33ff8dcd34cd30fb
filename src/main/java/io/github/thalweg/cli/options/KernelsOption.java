package io.github.thalweg.cli.options;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Precision;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Option;

/** Which kernels a device uses and how precise they are, where no recipe says it. */
public final class KernelsOption {
  @Option(
      names = "--kernels",
      paramLabel = "K",
      defaultValue = "auto",
      completionCandidates = Keys.class,
      description = {
        "Which kernels a device uses: auto; on the CPU openblas, vector or loops; on a device of TornadoVM jit, prebuilt or library. Default: ${DEFAULT-VALUE}."
      })
  private String key;

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "fp32",
      completionCandidates = Precisions.class,
      description = {
        "Precision of the factors of matrix products: ${COMPLETION-CANDIDATES} (with --kernels library). Default:"
            + " ${DEFAULT-VALUE}."
      })
  private String precision;

  /** What the help lists. */
  static final class Keys implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Kernels.keys().iterator();
    }
  }

  /** What the help lists. */
  static final class Precisions implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Precision.keys().iterator();
    }
  }

  /** The options for another process; a value that no process accepts is refused here. */
  public List<String> words() {
    return List.of(
        "--kernels", Kernels.of(key).key(), "--precision", Precision.of(precision).key());
  }

  /** A device with these kernels in this precision. */
  public Device on(Device device) {
    return device.with(Kernels.of(key)).with(Precision.of(precision));
  }
}
