package io.github.thalweg.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The dynamic linker of Linux, through the foreign-function API. It never unloads a library,
 * because some drivers fail when they are unloaded.
 */
final class DynamicLinker implements SharedLibraries {
  private static final int RTLD_LAZY = 1;
  private static final int RTLD_DI_LINKMAP = 2;

  /** struct link_map begins with an address; then comes the file's name. */
  private static final long LINK_MAP_NAME = ValueLayout.ADDRESS.byteSize();

  private static final AddressLayout STRING =
      ValueLayout.ADDRESS.withTargetLayout(
          MemoryLayout.sequenceLayout(Integer.MAX_VALUE, ValueLayout.JAVA_BYTE));
  private static final AddressLayout LINK_MAP =
      ValueLayout.ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(2, STRING));

  private final Linker linker = Linker.nativeLinker();
  private final MethodHandle dlopen =
      function("dlopen", ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
  private final MethodHandle dlerror = function("dlerror", STRING);
  private final MethodHandle dlinfo =
      function(
          "dlinfo",
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS);

  private MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }

  @Override
  public Opened open(String library) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handle =
          (MemorySegment) dlopen.invokeExact(arena.allocateFrom(library), RTLD_LAZY);
      if (handle.address() == 0) {
        return new Opened.Refused(((MemorySegment) dlerror.invokeExact()).getString(0));
      }
      MemorySegment map = arena.allocate(LINK_MAP);
      if ((int) dlinfo.invokeExact(handle, RTLD_DI_LINKMAP, map) != 0) {
        throw new IllegalStateException("dlinfo refused a handle that dlopen gave.");
      }
      String file = map.get(LINK_MAP, 0).get(STRING, LINK_MAP_NAME).getString(0);
      return new Opened.Loaded(Path.of(file).toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public OptionalInt call(String library, String function, int argument) {
    Optional<MethodHandle> handle = find(library, function, List.of(ValueLayout.JAVA_INT));
    try {
      return handle.isPresent()
          ? OptionalInt.of((int) handle.get().invokeExact(argument))
          : OptionalInt.empty();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public Optional<int[]> read(String library, String function, int count) {
    Optional<MethodHandle> handle =
        find(library, function, Collections.nCopies(count, ValueLayout.ADDRESS));
    if (handle.isEmpty()) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment[] pointers = new MemorySegment[count];
      Arrays.setAll(pointers, _ -> arena.allocateFrom(ValueLayout.JAVA_INT, -1));
      if ((int) handle.get().invokeWithArguments((Object[]) pointers) != 0) {
        return Optional.empty();
      }
      return Optional.of(
          Arrays.stream(pointers).mapToInt(p -> p.get(ValueLayout.JAVA_INT, 0)).toArray());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private Optional<MethodHandle> find(
      String library, String function, List<? extends MemoryLayout> arguments) {
    FunctionDescriptor descriptor =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments.toArray(MemoryLayout[]::new));
    try {
      return SymbolLookup.libraryLookup(library, Arena.global())
          .find(function)
          .map(address -> linker.downcallHandle(address, descriptor));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // There is no such library.
    }
  }

  /** The handles' types are right, and the C functions throw nothing. */
  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
  }
}
