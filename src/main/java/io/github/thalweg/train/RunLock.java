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
 * the system lets go when the process ends, however it ends. Where the file system knows no locks
 * there is none.
 */
public final class RunLock implements AutoCloseable {
  /** What the file is called. */
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
      return new RunLock(file, channel); // To open a pipe would wait for who reads it.
    }
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isFree(channel)) {
        return new RunLock(file, channel);
      }
      channel.close();
    } catch (IOException _) {
      // Whoever writes into the folder will say what is wrong with it.
      return new RunLock(file, channel);
    }
    throw new InvalidInputException(
        "The run in "
            + folder
            + " is being trained by another process; wait for its end or stop it there with Ctrl-C.");
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
      // The system lets it go at the latest when this process ends.
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

  /** Lets the lock go, and leaves no file of it. */
  @Override
  public void close() {
    if (channel == null) {
      return;
    }
    try (FileChannel _ = channel) {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // It holds nothing, and the next run takes it as it is.
    }
  }
}
