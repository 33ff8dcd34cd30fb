package io.github.thalweg.cli.bench;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.bench.DeviceFigures;
import io.github.thalweg.bench.FiguresCsv;
import io.github.thalweg.bench.Manifest;
import io.github.thalweg.bench.ResultFile;
import io.github.thalweg.files.WholeFile;
import io.github.thalweg.report.BenchReport;
import io.github.thalweg.train.NewFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that a benchmark writes. Every new figure rewrites them, so that a benchmark that is
 * stopped keeps what it has timed.
 */
final class BenchFiles {
  private final Manifest manifest;
  private final Optional<NewFolder> dated;
  private Optional<Path> out;
  private final Optional<Path> csv;
  private Optional<ResultFile> written = Optional.empty();
  private Optional<Path> page = Optional.empty();
  private boolean closed;

  /**
   * Writes none yet, but makes sure that they can be written: a figure that cannot be saved costs
   * minutes.
   *
   * @param out the JSON file, if it is wanted; the report is next to it
   * @param dated the folder of the JSON file, if it is wanted and the user has not named it
   * @param csv the table, if it is wanted
   * @throws RunFailedException when one of them cannot be written
   * @throws InvalidInputException when one of them exists already
   */
  BenchFiles(Manifest manifest, Optional<Path> out, Optional<NewFolder> dated, Optional<Path> csv) {
    this.manifest = manifest;
    this.dated = dated;
    this.out = out;
    this.csv = csv;
    dated.ifPresent(NewFolder::requireUsable);
    Stream.of(out, csv).flatMap(Optional::stream).forEach(BenchFiles::requireWritable);
    Stream.of(out, csv).flatMap(Optional::stream).forEach(BenchFiles::requireNew);
  }

  private static void requireWritable(Path path) {
    WholeFile.obstacle(path)
        .ifPresent(reason -> {
          throw new RunFailedException(
              path
                  + " cannot be written ("
                  + reason
                  + "); name a file in a folder that you may write in.");
        });
  }

  /** Today's figures must not overwrite yesterday's. */
  private static void requireNew(Path path) {
    if (path.toFile().isFile() && path.toFile().length() > 0) {
      throw new InvalidInputException(
          path + " exists already, and its content would be lost; name another file.");
    }
  }

  /** The report, once it is written. */
  synchronized Optional<Path> page() {
    return page;
  }

  /**
   * Writes what is known about the devices so far.
   *
   * @return what was written
   * @throws io.github.thalweg.RunFailedException when that is not possible
   */
  synchronized ResultFile write(List<DeviceFigures> devices) {
    if (!closed && out.isEmpty()) {
      out = dated.map(folder -> folder.begin().resolve("bench.json"));
    }
    ResultFile file = ResultFile.of(out.orElse(null), manifest, devices);
    if (!closed) {
      if (out.isPresent()) {
        file.write();
        page = Optional.of(BenchReport.write(out.get(), file.content()));
      }
      csv.ifPresent(path -> FiguresCsv.write(path, file));
      written = Optional.of(file);
    }
    return file;
  }

  /** Ends all writing, and says which files a stopped run has left. */
  synchronized String stopped() {
    closed = true;
    if (written.isEmpty()) {
      return "Stopped before anything was timed; no file was written.";
    }
    ResultFile file = written.get();
    int timed = file.devices().stream().mapToInt(device -> device.path("results").size()).sum();
    String where =
        out.map(path -> path + ", its report is " + page.orElseThrow())
            .orElseGet(() -> csv.orElseThrow().toString());
    return "Stopped; the figures of "
        + timed
        + (timed == 1 ? " workload are in " : " workloads are in ")
        + where
        + (file.missing().isEmpty()
            ? "."
            : ", marked as incomplete. Not timed: " + String.join("; ", file.missing()) + ".");
  }
}
