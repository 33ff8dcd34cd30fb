package io.github.thalweg.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "xl/workbook.xml, an Office file",
    "archive/data.pkl, a file of PyTorch",
    "weights.npy, an archive of NumPy arrays",
    "table.csv, a ZIP archive"
  })
  void archivesAreNamedByWhatIsInThem(String member, String words) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(member));
    }
    assertThat(FileKind.of(bytes.toByteArray()).orElseThrow().words()).startsWith(words);
  }

  @Test
  void packedAndEncodedTextsAreNamed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(kind(packed.toByteArray())).isEqualTo("gzip data (.gz)");
    assertThat(kind("a,b\n1,2\n".getBytes(StandardCharsets.UTF_16))).isEqualTo("text in UTF-16");
    assertThat(kind("a,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE))).isEqualTo("text in UTF-16");
    assertThat(kind("a,b\n1,2\n".getBytes(StandardCharsets.UTF_16BE))).isEqualTo("text in UTF-16");
    assertThat(kind("PAR1\u0015\u0004".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("a Parquet file");
    assertThat(kind("%PDF-1.7\n".getBytes(StandardCharsets.UTF_8))).isEqualTo("a PDF document");
    assertThat(kind("<!DOCTYPE html><html>".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("a web page (HTML)");
    assertThat(kind("\u0093NUMPY\u0001".getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo("a NumPy array (.npy)");
  }

  @Test
  void textsThatBeginAsOtherFilesDoAreTexts() {
    for (String text :
        new String[] {"ORCID,b\n1,2\n", "RIFF,a\n", "PAR1\n", "BZh\n", "GIF8,x\n", ""}) {
      assertThat(FileKind.insteadOfText(text.getBytes(StandardCharsets.UTF_8))).as(text).isEmpty();
    }
  }

  @Test
  void whatIsNoFileOnADiskIsNotRead() throws IOException {
    assertThatThrownBy(() -> InputFile.text(folder)).hasMessage("it is a folder");
    if (Files.exists(Path.of("/dev/zero"))) {
      assertThatThrownBy(() -> InputFile.text(Path.of("/dev/zero")))
          .hasMessageContaining("a device or a pipe");
    }
    Path marked = Files.writeString(folder.resolve("a.json"), "\uFEFF{}");
    assertThat(InputFile.text(marked)).isEqualTo("{}");
  }

  private static String kind(byte[] bytes) {
    return FileKind.insteadOfText(bytes).orElseThrow().words();
  }
}
