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
 * TornadoVM, so that looking it up works in a JVM that was started without it; whether there is one
 * is found out once, because a second failing use of TornadoVM throws other errors than the first.
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
    // Otherwise a kernel's functions may have 600 nodes of the compiler's graph at most.
    System.setProperty("tornado.compiler.fullInlining", "true");
    // Otherwise the tasks of a step have room for some eight layers.
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
   * @param given the SDK whose argument file the launcher has given to Java; null where there was
   *     no launcher
   */
  static String startedWithout(String given) {
    return given == null
        ? "Java was started without TornadoVM; start it with TornadoVM's argument file, as in"
            + " java @$TORNADOVM_HOME/tornado-argfile, or use scripts/thalweg, which does."
        : "The argument file of the TornadoVM in "
            + given
            + " does not make Java start TornadoVM; this copy is damaged: install it anew.";
  }

  private static List<Device> unusable(String sentence) {
    return List.of(new UnusableDevice(sentence));
  }

  /** Stands for all devices where TornadoVM cannot say which there are. */
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
