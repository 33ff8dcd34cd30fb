package io.github.thalweg.engine.tornado.driver;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.prebuilt.Launch;
import io.github.thalweg.files.ScratchFolder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * The texts of a session's hand-written kernels as files, because TornadoVM needs files. They exist
 * until the session is closed.
 */
public final class SourceFiles implements AutoCloseable {
  private final String backend;
  private Optional<ScratchFolder> folder = Optional.empty();
  private int written;

  /**
   * @param backend {@code opencl}, {@code ptx} or {@code cuda}
   */
  public SourceFiles(String backend) {
    this.backend = backend;
  }

  /**
   * Writes the text of a kernel.
   *
   * @param task the task's full name, {@code graph.id}
   * @param arguments of the task
   * @return the path of the file
   * @throws RunFailedException when it cannot be written
   */
  public String write(Launch launch, String task, List<Object> arguments) {
    int header = Math.toIntExact(TornadoNativeArray.ARRAY_HEADER);
    return switch (backend) {
      case "opencl" -> write(".cl", launch.openCl(header));
      case "cuda" -> write(".cu", launch.cuda(header));
      case "ptx" -> write(".ptx", launch.ptx(header, ptxName(task, launch.entry(), arguments)));
      default -> throw new IllegalArgumentException("There are no kernels for " + backend + ".");
    };
  }

  private String write(String ending, String text) {
    if (folder.isEmpty()) {
      folder = Optional.of(ScratchFolder.create());
    }
    return folder.get().write("kernel" + ++written + ending, text).toString();
  }

  /**
   * The name under which TornadoVM's PTX backend looks for a kernel, as {@code
   * PTXCodeUtil.buildKernelName} makes it of the task, the entry and each argument: an array's
   * class, a number without its sign.
   */
  static String ptxName(String task, String entry, List<Object> arguments) {
    StringBuilder name = new StringBuilder(task.replaceAll("[^\\p{L}\\p{Nd}]", "_"));
    name.append('_').append(entry);
    for (Object argument : arguments) {
      String part =
          argument instanceof Integer number
              ? number.toString().replace("-", "")
              : argument.getClass().getName().replace('.', '_');
      name.append('_').append(part);
    }
    return name.toString()
        .replace("uk_ac_manchester_tornado_api_types_", "")
        .toLowerCase(Locale.ROOT);
  }

  /** Deletes the files. */
  @Override
  public void close() {
    folder.ifPresent(ScratchFolder::close);
    folder = Optional.empty();
  }
}
