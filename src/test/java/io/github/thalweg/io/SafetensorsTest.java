package io.github.thalweg.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.thalweg.CounterRandom;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 13, 207, 4098, 131_072, 131_073, 300_001})
  void everyBitOfBothPrecisionsSurvives(int size) {
    CounterRandom random = new CounterRandom(1, size);
    float[] floats = new float[size];
    double[] doubles = new double[size];
    for (int i = 0; i < size; i++) {
      floats[i] = Float.intBitsToFloat((int) random.bits(i));
      doubles[i] = Double.longBitsToDouble(random.bits(i + size));
    }
    Path file = folder.resolve("model.safetensors");
    Safetensors.write(
        file,
        Map.of(
            "f",
            new StoredTensor.F32(new int[] {size}, floats),
            "d",
            new StoredTensor.F64(new int[] {1, size}, doubles)),
        Map.of());
    Map<String, StoredTensor> read = Safetensors.read(file).tensors();
    assertThat(bits(((StoredTensor.F32) read.get("f")).values())).isEqualTo(bits(floats));
    assertThat(bits(((StoredTensor.F64) read.get("d")).values())).isEqualTo(bits(doubles));
    assertThat(read.get("d").shape()).containsExactly(1, size);
  }

  @Test
  void orderShapesNamesAndMetadataSurvive() {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("2.weight", new StoredTensor.F32(new int[] {2, 3}, new float[] {1, 2, 3, 4, 5, 6}));
    tensors.put("0.bias", new StoredTensor.F32(new int[] {1}, new float[] {-0f}));
    tensors.put("größe \"π\"\n", new StoredTensor.F32(new int[] {}, new float[] {7}));
    Path file = folder.resolve("model.safetensors");
    Safetensors.write(file, tensors, Map.of("format", "pt", "classes", "a,\"b\""));
    Safetensors read = Safetensors.read(file);
    assertThat(read.tensors().keySet()).containsExactlyElementsOf(tensors.keySet());
    assertThat(read.metadata()).isEqualTo(Map.of("format", "pt", "classes", "a,\"b\""));
    assertThat(read.tensors().get("2.weight").shape()).containsExactly(2, 3);
    assertThat(read.tensors().get("größe \"π\"\n").shape()).isEmpty();
    assertThat(read.tensors().get("2.weight").doubles()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void theFileIsLaidOutAsTheFormatSays() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("a", new StoredTensor.F32(new int[] {1}, new float[] {1}));
    tensors.put("b", new StoredTensor.F64(new int[] {1}, new double[] {2}));
    Safetensors.write(file, tensors, Map.of());
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    String json =
        "{\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}";
    int padded = (json.length() + 7) / 8 * 8;
    assertThat(bytes.getLong(0)).isEqualTo(padded);
    assertThat(new String(bytes.array(), 8, padded, StandardCharsets.UTF_8))
        .isEqualTo(json + " ".repeat(padded - json.length()));
    assertThat(bytes.getDouble(8 + padded)).isEqualTo(2);
    assertThat(bytes.getFloat(16 + padded)).isEqualTo(1);
    assertThat(bytes.capacity()).isEqualTo(20 + padded);
  }

  @Test
  void halfPrecisionIsReadAsSingle() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    data.putShort(Float.floatToFloat16(-1.5f))
        .putShort((short) 0x7C00)
        .putShort((short) 0x4049)
        .putShort((short) 0xBF80);
    Path file =
        file(
            "{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[4,8]}}",
            data.array());
    Map<String, StoredTensor> read = Safetensors.read(file).tensors();
    assertThat(read.get("h").floats()).containsExactly(-1.5f, Float.POSITIVE_INFINITY);
    assertThat(read.get("b").floats()).containsExactly(3.140625f, -1);
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNoOther() throws IOException {
    Path blocked = Files.createDirectories(folder.resolve("taken.safetensors/inside")).getParent();
    Map<String, StoredTensor> tensors =
        Map.of("a", new StoredTensor.F32(new int[] {1}, new float[] {1}));
    assertThatThrownBy(() -> Safetensors.write(blocked, tensors, Map.of()))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining(blocked + " could not be written");
    assertThatThrownBy(() -> Safetensors.write(folder.resolve("no/such/folder"), tensors, Map.of()))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("no/such/folder");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(blocked);
    }
    Path file = folder.resolve("model.safetensors");
    Safetensors.write(file, tensors, Map.of());
    Safetensors.write(
        file, Map.of("b", new StoredTensor.F32(new int[] {0}, new float[0])), Map.of());
    assertThat(Safetensors.read(file).tensors()).containsOnlyKeys("b");
  }

  @Test
  void theFormatsOwnNameCannotBeATensor() {
    Map<String, StoredTensor> tensors =
        Map.of("__metadata__", new StoredTensor.F32(new int[] {1}, new float[] {1}));
    assertThatThrownBy(() -> Safetensors.write(folder.resolve("x"), tensors, Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("__metadata__");
  }

  @Test
  void shapesMustFitTheNumbers() {
    assertThatThrownBy(() -> new StoredTensor.F32(new int[] {2, 2}, new float[3]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("[2, 2]", "3 numbers");
    assertThatThrownBy(() -> new StoredTensor.F64(new int[] {-1, -3}, new double[3]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[-1, -3]");
    assertThatThrownBy(() -> new StoredTensor.F32(new int[] {65_536, 65_536}, new float[0]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[65536, 65536]");
    assertThat(new StoredTensor.F64(new int[] {2}, new double[] {0.1, 1e300}).floats())
        .containsExactly(0.1f, Float.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | 'a' has the shape [3] of F32, 12 bytes, but data_offsets [0,8]",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | 'a' has the shape [-2]",
        "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} | 'a' has the shape [2.0]",
        "{'a':{'dtype':'F32','shape':[4294967297,2],'data_offsets':[0,8]}} | 'a' has the shape [4294967297,2]",
        "{'a':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,8]}} | more numbers than one array can hold",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}} | 'a' has the data offset -4",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,9]}} | 'a' needs a dtype, a shape and two data_offsets",
        "{'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}} | 'a' needs",
        "{'a':7} | 'a' needs",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 'a' begins at byte 4 of the data, where byte 0 was expected",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F16','shape':[2],'data_offsets':[2,6]}} | 'b' begins at byte 2 of the data, where byte 4",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | is too long: its tensors (a) take 4 bytes of data; it has 8",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} | is cut short: its tensors (a) take 12 bytes of data; it has 8",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | \"a\"",
        "{'__metadata__':{'k':1},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | the metadata 'k' is not a text",
        "{'__metadata__':[],'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | __metadata__ is not an object",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} x | the header is not the JSON of a safetensors file",
        "{'a':{'dtype' | the header is not the JSON of a safetensors file",
        "[1] | does not begin with '{'",
      })
  void headersThatDoNotFitAreRejectedWithTheTensorsName(String header, String fact)
      throws IOException {
    Path file = file(header.replace('\'', '"'), new byte[8]);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(file.toString(), fact);
  }

  @Test
  void tensorsOfOtherFormatsAreNamedAndNotRead() throws IOException {
    String header =
        "{'n':{'dtype':'I64','shape':[],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[1],'data_offsets':[8,12]},"
            + "'q':{'dtype':'F4','shape':[2,4],'data_offsets':[12,16]}}";
    Safetensors read = Safetensors.read(file(header.replace('\'', '"'), new byte[16]));

    assertThat(read.tensors()).containsOnlyKeys("a");
    assertThat(read.unread()).containsExactly(entry("n", "I64 []"), entry("q", "F4 [2, 4]"));
  }

  @Test
  void filesThatAreSomethingElseAreRejected() throws IOException {
    Path file = folder.resolve("other");
    rejected(folder, "is a folder; a safetensors file was expected.");
    rejected(file, "There is no file");
    rejected(Files.write(file, new byte[7]), "only 7 bytes");
    rejected(
        Files.writeString(file, "PK this is some other kind of file"), "not a safetensors file");
    rejected(
        Files.write(
            file,
            ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(100_000_001).array()),
        "is not a safetensors file: one begins with the length of its header, of 2 to 100000000 bytes");
    rejected(
        Files.write(
            file, ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(-1).array()),
        "is not a safetensors file: one begins with");
    rejected(
        Files.write(
            file,
            ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(4)
                .put(new byte[] {'{', '"', -1, -1})
                .array()),
        "not UTF-8");
  }

  @Test
  void everyTruncationIsRejected() throws IOException {
    byte[] whole = Files.readAllBytes(small());
    Path file = folder.resolve("cut");
    for (int length = 0; length < whole.length; length++) {
      rejected(Files.write(file, Arrays.copyOf(whole, length)), file.toString());
    }
  }

  @Test
  void flippedBitsAreReadOrRejectedButNeverFailOtherwise() throws IOException {
    byte[] whole = Files.readAllBytes(small());
    Path file = folder.resolve("flipped");
    int rejected = 0;
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      rejected += isRejected(Files.write(file, flipped)) ? 1 : 0;
    }
    CounterRandom random = new CounterRandom(11, 0);
    for (int round = 0; round < 2000; round++) {
      byte[] flipped = whole.clone();
      for (int i = 0; i < 4; i++) {
        flipped[(int) Math.unsignedMultiplyHigh(random.bits(8L * round + i), whole.length)] =
            (byte) random.bits(8L * round + 4 + i);
      }
      rejected += isRejected(Files.write(file, flipped)) ? 1 : 0;
    }
    assertThat(rejected).isGreaterThan(1000);
  }

  /** Any exception but the one for invalid input fails the test. */
  private static boolean isRejected(Path file) {
    try {
      Safetensors.read(file);
      return false;
    } catch (InvalidInputException expected) {
      return true;
    }
  }

  private static void rejected(Path file, String fact) {
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(fact);
  }

  private Path small() {
    Path file = folder.resolve("small.safetensors");
    Safetensors.write(
        file,
        Map.of(
            "w",
            new StoredTensor.F32(new int[] {2, 2}, new float[] {1, 2, 3, 4}),
            "d",
            new StoredTensor.F64(new int[] {1}, new double[] {5})),
        Map.of("format", "pt"));
    return file;
  }

  private Path file(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(data);
    return Files.write(folder.resolve("crafted.safetensors"), bytes.array());
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  private static long[] bits(double[] values) {
    long[] bits = new long[values.length];
    Arrays.setAll(bits, i -> Double.doubleToRawLongBits(values[i]));
    return bits;
  }
}
