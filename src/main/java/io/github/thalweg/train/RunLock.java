package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps two trainings from writing into one folder: a lock on the file {@code .lock} in it, which
 * the system releases at every end of the process. A file system without locks has none.
 */
public final class RunLock implements AutoCloseable {
  /** The file's name. */
  public static final String NAME = ".lock";

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock of a run's folder.
   *
   * @throws InvalidInputException when a run is being trained in it
   */
  public static RunLock take(Path folder) {
    Path file = folder.resolve(NAME);
    FileChannel channel = null;
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return new RunLock(file, channel); // Opening a pipe would wait for a reader.
    }
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isFree(channel)) {
        return new RunLock(file, channel);
      }
      channel.close();
    } catch (IOException _) {
      // The next writer will say what is wrong with the folder.
      return new RunLock(file, channel);
    }
    throw new InvalidInputException(
        "The run in "
            + folder
            + " is being trained by another process; wait until it ends, or stop it there with Ctrl-C.");
  }

  /**
   * Leaves the lock of a run's folder as it is.
   *
   * @throws InvalidInputException when a run is being trained in it
   */
  public static void requireFree(Path folder) {
    if (Files.notExists(folder.resolve(NAME))) {
      return;
    }
    RunLock lock = take(folder);
    try {
      if (lock.channel != null) {
        lock.channel.close();
      }
    } catch (IOException _) {
      // The system releases it at the latest when this process ends.
    }
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  /** Releases the lock, and removes its file. */
  @Override
  public void close() {
    if (channel == null) {
      return;
    }
    try (FileChannel _ = channel) {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // It is empty, and the next run uses it.
    }
  }
}
