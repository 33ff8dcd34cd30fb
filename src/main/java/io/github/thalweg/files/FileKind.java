package io.github.thalweg.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The kind of a wrong file, from its first bytes and not from its name.
 *
 * @param words the kind, with the article: {@code "gzip data"}
 * @param remedy what to do with it, as a part of a sentence
 */
public record FileKind(String words, String remedy) {
  /** Bytes at a file's start that are examined. */
  public static final int START = 4096;

  private static final String UNPACK = "unpack it first, for example with ";
  private static final String AS_CSV = "write its numbers to a CSV file first";
  private static final String WRONG_FILE = "give the file of numbers itself";
  private static final String AS_SAFETENSORS =
      "write its weights with safetensors.torch.save_file first";
  private static final String AS_UTF_8 = "save it as UTF-8";

  private static final String SAFETENSORS = "a safetensors file";

  private static final FileKind ZEROS =
      new FileKind("a binary file, with bytes that are zero", "give another file");

  /** A kind and its first bytes, as text of single bytes. */
  private record Magic(String bytes, int at, FileKind kind) {
    /** Letters only might be the beginning of a text, such as a column called ORCID. */
    boolean begins(String file) {
      return file.startsWith(bytes, at) && (!bytes.matches("\\w+") || !isText(file));
    }
  }

  private static final List<Magic> MAGICS =
      List.of(
          magic("\u001F\u008B", "gzip data (.gz)", UNPACK + "gunzip"),
          magic("BZh", "bzip2 data (.bz2)", UNPACK + "bunzip2"),
          magic("\u00FD7zXZ\0", "xz data (.xz)", UNPACK + "unxz"),
          magic("(\u00B5/\u00FD", "Zstandard data (.zst)", UNPACK + "unzstd"),
          magic("\u0004\"M\u0018", "LZ4 data (.lz4)", UNPACK + "unlz4"),
          magic("7z\u00BC\u00AF'\u001C", "a 7-Zip archive (.7z)", UNPACK + "7z"),
          magic("Rar!\u001A\u0007", "a RAR archive", UNPACK + "unrar"),
          new Magic("ustar", 257, new FileKind("a tar archive", UNPACK + "tar xf")),
          magic(
              "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1",
              "an old Office file, such as an Excel workbook (.xls)",
              "save its sheet as CSV in UTF-8"),
          magic("PAR1", "a Parquet file", AS_CSV),
          magic("ARROW1", "an Arrow file", AS_CSV),
          magic("FEA1", "a Feather file", AS_CSV),
          magic("ORC", "an ORC file", AS_CSV),
          magic("Obj\u0001", "an Avro file", AS_CSV),
          magic("SQLite format 3\0", "an SQLite database", AS_CSV),
          magic("\u0089HDF\r\n\u001A\n", "an HDF5 file", AS_CSV),
          magic("CDF\u0001", "a NetCDF file", AS_CSV),
          magic("CDF\u0002", "a NetCDF file", AS_CSV),
          magic("\u0093NUMPY", "a NumPy array (.npy)", AS_CSV),
          magic("MATLAB 5.0 MAT-file", "a MATLAB file", AS_CSV),
          magic("RDX2\n", "an R data file", AS_CSV),
          magic("RDX3\n", "an R data file", AS_CSV),
          magic("\u0080\u0002", "a Python pickle, such as old weights of PyTorch", AS_SAFETENSORS),
          magic("\u0080\u0003", "a Python pickle", AS_CSV),
          magic("\u0080\u0004", "a Python pickle", AS_CSV),
          magic("\u0080\u0005", "a Python pickle", AS_CSV),
          magic("GGUF", "a GGUF model", AS_SAFETENSORS),
          magic("%PDF-", "a PDF document", WRONG_FILE),
          magic("{\\rtf", "an RTF document", WRONG_FILE),
          magic("\u0089PNG\r\n\u001A\n", "a PNG image", WRONG_FILE),
          magic("\u00FF\u00D8\u00FF", "a JPEG image", WRONG_FILE),
          magic("GIF8", "a GIF image", WRONG_FILE),
          magic("II*\0", "a TIFF image", WRONG_FILE),
          magic("MM\0*", "a TIFF image", WRONG_FILE),
          magic("RIFF", "a sound, a video or an image (RIFF)", WRONG_FILE),
          magic("\u007FELF", "a program", WRONG_FILE),
          magic("\u00CA\u00FE\u00BA\u00BE", "a program", WRONG_FILE),
          magic(
              "version https://git-lfs.github.com/spec",
              "a pointer of Git LFS, not the file itself",
              "fetch the file with git lfs pull"));

  /**
   * The kind of a file that is neither a text nor a safetensors file, if it is known.
   *
   * @param start of the file; {@link #START} bytes are enough
   */
  public static Optional<FileKind> of(byte[] start) {
    String bytes = new String(start, StandardCharsets.ISO_8859_1);
    if (isSafetensors(start)) {
      return Optional.empty(); // Its first bytes are a length, so they may have any value.
    }
    return zip(bytes)
        .or(() -> MAGICS.stream().filter(magic -> magic.begins(bytes)).map(Magic::kind).findFirst())
        .or(() -> markup(bytes));
  }

  /** The kind of a file that is not UTF-8 text; also empty if its first bytes do not show it. */
  public static Optional<FileKind> insteadOfText(byte[] start) {
    return isSafetensors(start)
        ? kind(SAFETENSORS, "give a text in UTF-8")
        : of(start).or(() -> otherEncoding(new String(start, StandardCharsets.ISO_8859_1)));
  }

  /** The kind of a file without the bytes of a binary format; empty if they do not show it. */
  public static Optional<FileKind> insteadOfBytes(byte[] start) {
    if (isSafetensors(start)) {
      return kind(SAFETENSORS, WRONG_FILE);
    }
    String bytes = new String(start, StandardCharsets.ISO_8859_1);
    return insteadOfText(start)
        .filter(kind -> !kind.equals(ZEROS))
        .or(() ->
            !bytes.isBlank() && isText(bytes) ? kind("a text", WRONG_FILE) : Optional.empty());
  }

  /** As a part of a sentence: {@code it is gzip data (.gz); unpack it first}. */
  public String sentence() {
    return "it is " + words + "; " + remedy;
  }

  private static boolean isText(String bytes) {
    return bytes.chars().noneMatch(c -> c < '\t' || (c > '\r' && c < ' '));
  }

  private static Magic magic(String bytes, String words, String remedy) {
    return new Magic(bytes, 0, new FileKind(words, remedy));
  }

  /** The names of members show the kind of an archive. */
  private static Optional<FileKind> zip(String bytes) {
    if (!bytes.startsWith("PK\u0003\u0004") && !bytes.startsWith("PK\u0005\u0006")) {
      return Optional.empty();
    }
    if (bytes.contains("[Content_Types].xml") || bytes.contains("xl/")) {
      return kind(
          "an Office file, such as an Excel workbook (.xlsx)", "save its sheet as CSV in UTF-8");
    }
    if (bytes.contains("vnd.oasis.opendocument")) {
      return kind("an OpenDocument file (.ods)", "save its sheet as CSV in UTF-8");
    }
    if (bytes.contains("data.pkl")) {
      return kind("a file of PyTorch (.pt)", AS_SAFETENSORS);
    }
    return bytes.contains(".npy")
        ? kind("an archive of NumPy arrays (.npz)", AS_CSV)
        : kind("a ZIP archive", UNPACK + "unzip");
  }

  private static boolean isSafetensors(byte[] start) {
    return start.length > 8
        && start[8] == '{'
        && ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong() >>> 32 == 0;
  }

  private static Optional<FileKind> markup(String bytes) {
    String first = bytes.stripLeading().toLowerCase(Locale.ROOT);
    return first.startsWith("<!doctype html") || first.startsWith("<html")
        ? kind("a web page (HTML)", "download the file itself")
        : first.startsWith("<?xml") ? kind("an XML document", WRONG_FILE) : Optional.empty();
  }

  /** Text in UTF-16 or UTF-32 has zero bytes at every second place or more; UTF-8 has none. */
  private static Optional<FileKind> otherEncoding(String bytes) {
    if (bytes.startsWith("\u00FF\u00FE\0\0") || bytes.startsWith("\0\0\u00FE\u00FF")) {
      return kind("text in UTF-32", AS_UTF_8);
    }
    if (bytes.startsWith("\u00FF\u00FE") || bytes.startsWith("\u00FE\u00FF")) {
      return kind("text in UTF-16", AS_UTF_8);
    }
    int zeros = (int) bytes.chars().filter(c -> c == 0).count();
    if (zeros == 0) {
      return Optional.empty();
    }
    int even = 0;
    int plain = 0;
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      even += c == 0 && i % 2 == 0 ? 1 : 0;
      plain += c == '\n' || c == '\r' || c == '\t' || (c >= ' ' && c < 0x7F) ? 1 : 0;
    }
    boolean alternates = even == 0 || even == zeros;
    return alternates && zeros > bytes.length() / 3 && zeros + plain > bytes.length() * 3 / 4
        ? kind("text in UTF-16", AS_UTF_8)
        : Optional.of(ZEROS);
  }

  private static Optional<FileKind> kind(String words, String remedy) {
    return Optional.of(new FileKind(words, remedy));
  }
}
