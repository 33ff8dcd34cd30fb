package io.github.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class IdxReaderTest {
  private static final Task.Classification TEN = new Task.Classification(10);
  private static final byte[] IMAGES = idx(new int[] {2051, 2, 1, 3}, 0, 51, 255, 102, 1, 128);
  private static final byte[] LABELS = idx(new int[] {2049, 2}, 7, 9);

  @TempDir Path folder;

  @Test
  void pixelsAreScaledToOneAndLabelsKept() throws IOException {
    Dataset data = read(IMAGES, LABELS);
    assertThat(data.rows()).isEqualTo(2);
    assertThat(data.columns()).isEqualTo(3);
    assertThat(Floats.of(data.features()))
        .containsExactly(0, 51 / 255f, 1, 102 / 255f, 1 / 255f, 128 / 255f);
    assertThat(Floats.of(data.targets())).containsExactly(7, 9);
    assertThat(data.task()).isEqualTo(TEN);
    assertThat(data.featureNames()).containsExactly("pixel_0_0", "pixel_0_1", "pixel_0_2");
  }

  @Test
  void gzippedFilesGiveTheSameData() throws IOException {
    Dataset data = read(gzip(IMAGES), gzip(LABELS));
    assertThat(data.features()).isEqualTo(read(IMAGES, LABELS).features());
    assertThat(Floats.of(data.targets())).containsExactly(7, 9);
  }

  @Test
  void everyTruncationIsAnErrorThatNamesTheFile() throws IOException {
    byte[] gzipped = gzip(IMAGES);
    for (byte[] whole : new byte[][] {IMAGES, gzipped}) {
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> read(cut, LABELS))
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining(folder.resolve("images").toString());
      }
    }
    for (int length = 0; length < LABELS.length; length++) {
      byte[] cut = Arrays.copyOf(LABELS, length);
      assertThatThrownBy(() -> read(IMAGES, cut))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(folder.resolve("labels").toString());
    }
  }

  @Test
  void filesThatAreNotWhatTheirHeaderSaysAreRejected() {
    rejected(
        idx(new int[] {0x01020304}),
        LABELS,
        "images is not an IDX file of images: it begins with 16909060, not with 2051");
    rejected(IMAGES, IMAGES, "labels is not an IDX file of labels");
    rejected(
        Arrays.copyOf(IMAGES, IMAGES.length + 1),
        LABELS,
        "announces 6 bytes of data; the file has more");
    rejected(Arrays.copyOf(IMAGES, IMAGES.length - 1), LABELS, "the file has only 5");
    rejected(idx(new int[] {2051, 0, 1, 3}), LABELS, "number of images is 0");
    rejected(idx(new int[] {2051, 2, -1, 3}), LABELS, "number of rows of an image is -1");
    rejected(idx(new int[] {2051, 2, 1, 65_536}), LABELS, "number of columns of an image is 65536");
    rejected(
        idx(new int[] {2051, Integer.MAX_VALUE, 65_535, 65_535}), LABELS, "one array cannot hold");
    rejected(IMAGES, idx(new int[] {2049, 3}, 1, 2, 3), "3 labels for the 2 images");
    rejected(IMAGES, idx(new int[] {2049, 2}, 1, 10), "label 2 is 10");
  }

  @Test
  void filesOfAnotherKindAreNamed() throws IOException {
    String not = " is not an IDX file of images: it is ";
    rejected(LABELS, LABELS, "images" + not + "one of labels.");
    rejected(gzip(LABELS), LABELS, "images" + not + "one of labels.");
    rejected(IMAGES, IMAGES, "labels is not an IDX file of labels: it is one of images.");
    rejected(idx(new int[] {0x0D03, 1, 1, 1}), LABELS, not + "one of float32 numbers in 3 dim");
    rejected(idx(new int[] {0x0C01, 9}), LABELS, not + "one of 32-bit numbers in 1 dimension.");
    byte[] csv = "label,pixel_0_0\n7,255\n".getBytes(StandardCharsets.UTF_8);
    rejected(csv, LABELS, not + "a text; give the file of numbers itself.");
    rejected(gzip(csv), LABELS, not + "a text; ");
    byte[] page = "<!DOCTYPE html><p>Not found".getBytes(StandardCharsets.UTF_8);
    rejected(page, LABELS, not + "a web page (HTML); download the file itself.");
    byte[] zip = "PK\u0003\u0004train-images".getBytes(StandardCharsets.ISO_8859_1);
    rejected(zip, LABELS, not + "a ZIP archive; unpack it first, for example with unzip.");
    byte[] array = "\u0093NUMPY\u0001".getBytes(StandardCharsets.ISO_8859_1);
    rejected(IMAGES, array, "labels is not an IDX file of labels: it is a NumPy array (.npy); ");
    byte[] tensors = "\u0010\0\0\0\0\0\0\0{}".getBytes(StandardCharsets.ISO_8859_1);
    rejected(tensors, LABELS, not + "a safetensors file; ");
    rejected(new byte[64], LABELS, "it begins with 0, not with 2051");
    assertThatThrownBy(() -> IdxReader.read(folder, folder, TEN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("it is a folder");
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("nowhere");
    assertThatThrownBy(() -> IdxReader.read(missing, missing, TEN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(missing.toString());
  }

  private void rejected(byte[] images, byte[] labels, String fact) {
    assertThatThrownBy(() -> read(images, labels))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(fact);
  }

  private Dataset read(byte[] images, byte[] labels) throws IOException {
    return IdxReader.read(
        Files.write(folder.resolve("images"), images),
        Files.write(folder.resolve("labels"), labels),
        TEN);
  }

  public static byte[] idx(int[] header, int... bytes) {
    ByteBuffer content = ByteBuffer.allocate(4 * header.length + bytes.length);
    Arrays.stream(header).forEach(content::putInt);
    Arrays.stream(bytes).forEach(value -> content.put((byte) value));
    return content.array();
  }

  public static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzipped)) {
      out.write(content);
    }
    return gzipped.toByteArray();
  }
}
