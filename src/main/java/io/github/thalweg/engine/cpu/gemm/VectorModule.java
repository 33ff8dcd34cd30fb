package io.github.thalweg.engine.cpu.gemm;

import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;

/**
 * The module of the Vector API, {@code jdk.incubator.vector}. A JVM started with {@code
 * --add-modules jdk.incubator.vector} has it, but prints a warning and cannot use most of its
 * archived classes, so every start is slower. A JVM that is started with
 *
 * <pre>
 * --add-exports java.base/jdk.internal.module=ALL-UNNAMED
 * -XX:+UnlockExperimentalVMOptions -XX:+EnableVectorSupport
 * </pre>
 *
 * <p>loads it when the first model needs it. After that both are equally fast.
 */
public final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";

  /** The package of the JDK whose {@code Modules.loadModule} loads a module after the start. */
  private static final String LOADER = "jdk.internal.module";

  private VectorModule() {}

  /**
   * Costs almost nothing and loads nothing.
   *
   * @throws UnsupportedOperationException when this JVM has no Vector API, with the remedy
   */
  static void require() {
    if (isLoaded()) {
      return;
    }
    if (ModuleFinder.ofSystem().find(NAME).isEmpty()) {
      throw new UnsupportedOperationException(
          "this Java has no module " + NAME + "; use one with it, such as a full JDK 25");
    }
    if (!Object.class.getModule().isExported(LOADER, VectorModule.class.getModule())) {
      throw new UnsupportedOperationException(
          "Java was started without the Vector API; start it with --add-modules " + NAME);
    }
  }

  /** Makes the Vector API visible, if it is not yet; then classes that use it may be linked. */
  public static void load() {
    if (isLoaded()) {
      return;
    }
    try {
      Class.forName(LOADER + ".Modules").getMethod("loadModule", String.class).invoke(null, NAME);
    } catch (ReflectiveOperationException e) {
      Throwable reason = e instanceof InvocationTargetException ? e.getCause() : e;
      throw new IllegalStateException("The module " + NAME + " could not be loaded", reason);
    }
  }

  private static boolean isLoaded() {
    return ModuleLayer.boot().findModule(NAME).isPresent();
  }
}
