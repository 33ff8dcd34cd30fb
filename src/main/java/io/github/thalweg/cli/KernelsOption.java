package io.github.thalweg.cli;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Kernels;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Option;

/** Whose kernels a device is to use, where no recipe says that. */
final class KernelsOption {
  @Option(
      names = "--kernels",
      paramLabel = "K",
      defaultValue = "auto",
      completionCandidates = Keys.class,
      description = {
        "Whose kernels a device of TornadoVM uses: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}."
      })
  private String key;

  /** What the help lists. */
  static final class Keys implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Kernels.keys().iterator();
    }
  }

  /** The option as another process takes it. */
  List<String> words() {
    return List.of("--kernels", key);
  }

  /** A device with these kernels. */
  Device on(Device device) {
    return device.with(Kernels.of(key));
  }
}
