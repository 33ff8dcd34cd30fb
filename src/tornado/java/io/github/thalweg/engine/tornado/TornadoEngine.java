package io.github.thalweg.engine.tornado;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Engine;
import io.github.thalweg.engine.InferenceSession;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.tornado.driver.Failures;
import io.github.thalweg.engine.tornado.driver.NativeOutput;
import io.github.thalweg.program.Inference;
import io.github.thalweg.program.TrainingProgram;
import java.util.List;
import java.util.Optional;

/**
 * Training on OpenCL, PTX and CUDA devices through TornadoVM. This class names no type of
 * TornadoVM, so it can be loaded in a JVM that was started without TornadoVM. Whether TornadoVM
 * works is checked only once, because after a failure a second use throws other errors.
 */
public final class TornadoEngine implements Engine {
  static final String NAME = "tornado";

  @Override
  public List<Device> devices() {
    return Found.DEVICES;
  }

  private static final class Found {
    static final List<Device> DEVICES = find();
  }

  private static List<Device> find() {
    if (System.getProperty("tornado.load.runtime.implementation") == null) {
      return unusable(startedWithout(System.getProperty("thalweg.tornadovm.home")));
    }
    if (Boolean.parseBoolean(System.getProperty("tornado.recover.bailout", "true"))) {
      return unusable(
          "TornadoVM would silently run a kernel that fails to compile as plain Java; start Java with"
              + " -Dtornado.recover.bailout=false.");
    }
    // Otherwise the functions of a kernel may have at most 600 nodes in the compiler's graph.
    System.setProperty("tornado.compiler.fullInlining", "true");
    // Otherwise the tasks of a step have room for only about eight layers.
    System.setProperty("tornado.tvm.maxbytecodesize", "65536");
    NativeOutput.open();
    try {
      return DeviceList.all();
    } catch (LinkageError | RuntimeException failure) {
      return unusable(Failures.start(failure));
    } finally {
      NativeOutput.relay();
    }
  }

  /**
   * @param given the SDK whose argument file the launcher has given to Java; null without a
   *     launcher
   */
  static String startedWithout(String given) {
    return given == null
        ? "Java was started without TornadoVM; start it with TornadoVM's argument file, as in"
            + " java @$TORNADOVM_HOME/tornado-argfile, or use scripts/thalweg, which does."
        : "The argument file of the TornadoVM in "
            + given
            + " does not make Java start TornadoVM; this copy is damaged: install it again.";
  }

  private static List<Device> unusable(String sentence) {
    return List.of(new UnusableDevice(sentence));
  }

  /** Stands for all devices if TornadoVM cannot list them. */
  private record UnusableDevice(String reason) implements Device {
    @Override
    public DeviceInfo info() {
      return new DeviceInfo(
          NAME, NAME, "TornadoVM", NAME, "accelerator", "jit", 0, 0, Optional.of(reason));
    }

    @Override
    public InferenceSession open(Inference inference, float[] parameters) {
      throw new InvalidInputException(reason);
    }

    @Override
    public Session open(TrainingProgram program) {
      throw new InvalidInputException(reason);
    }
  }
}
