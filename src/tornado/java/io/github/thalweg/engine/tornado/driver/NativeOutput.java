package io.github.thalweg.engine.tornado.driver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The output of native code of this process on its standard output. TornadoVM continues after a
 * driver refuses a launch or a copy, and reports it only there. So the output is caught and
 * searched, and then printed on the standard error, because the standard output is for data.
 *
 * <p>C's {@code stdout} gets a file in memory; Java's standard output stays as it is. With a C
 * library other than glibc, nothing is caught.
 */
public final class NativeOutput {
  /** Where glibc keeps the number of a stream's file, by its bits/types/struct_FILE.h. */
  private static final long FILE_NUMBER = 112;

  private static final int CLOSE_ON_EXEC = 1;

  private static final Optional<NativeOutput> CAUGHT = capture();

  /** Writes the output that C still buffers to the file. */
  private final MethodHandle flush;

  private final MemorySegment stream;
  private final RandomAccessFile file;

  /** How much has been printed. */
  private long printed;

  private NativeOutput(MethodHandle flush, MemorySegment stream, RandomAccessFile file) {
    this.flush = flush;
    this.stream = stream;
    this.file = file;
  }

  /** Catches the output from now on, until the process ends. */
  public static void open() {
    CAUGHT.ifPresent(output -> Runtime.getRuntime().addShutdownHook(new Thread(output::print)));
  }

  private static Optional<NativeOutput> capture() {
    Linker linker = Linker.nativeLinker();
    SymbolLookup library = linker.defaultLookup();
    FunctionDescriptor ofStream = FunctionDescriptor.of(JAVA_INT, ADDRESS);
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle flush = linker.downcallHandle(library.findOrThrow("fflush"), ofStream);
      MethodHandle number = linker.downcallHandle(library.findOrThrow("fileno"), ofStream);
      MethodHandle create =
          linker.downcallHandle(
              library.findOrThrow("memfd_create"),
              FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
      MemorySegment stream =
          library
              .findOrThrow("stdout")
              .reinterpret(ADDRESS.byteSize())
              .get(ADDRESS, 0)
              .reinterpret(FILE_NUMBER + JAVA_INT.byteSize());
      int before = (int) number.invokeExact(stream);
      if (stream.get(JAVA_INT, FILE_NUMBER) != before) {
        return Optional.empty();
      }
      int made = (int) create.invokeExact(arena.allocateFrom("native output"), CLOSE_ON_EXEC);
      // Not a channel, which an interrupted thread would close.
      RandomAccessFile file = new RandomAccessFile("/proc/self/fd/" + made, "r");
      int _ = (int) flush.invokeExact(stream);
      stream.set(JAVA_INT, FILE_NUMBER, made);
      if ((int) number.invokeExact(stream) == made) {
        return Optional.of(new NativeOutput(flush, stream, file));
      }
      stream.set(JAVA_INT, FILE_NUMBER, before);
      return Optional.empty();
    } catch (Throwable otherLibrary) {
      return Optional.empty();
    }
  }

  /** How much has been caught so far. */
  static long size() {
    return CAUGHT.isPresent() ? CAUGHT.get().written() : 0;
  }

  /** The first refusal of a driver in the caught output, from a position on. */
  static Optional<Refusal> refusalSince(long place) {
    relay();
    return CAUGHT.flatMap(output -> Refusal.in(output.text(place, output.written())));
  }

  /** Prints the caught output that is not yet printed on the standard error. */
  public static void relay() {
    CAUGHT.ifPresent(NativeOutput::print);
  }

  private long written() {
    try {
      int _ = (int) flush.invokeExact(stream);
      return file.length();
    } catch (Throwable failure) {
      throw new IllegalStateException(
          "The output of native code can no longer be caught.", failure);
    }
  }

  private synchronized void print() {
    long written = written();
    System.err.print(text(printed, written));
    System.err.flush();
    printed = written;
  }

  private synchronized String text(long from, long to) {
    byte[] bytes = new byte[Math.toIntExact(to - from)];
    try {
      file.seek(from);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
