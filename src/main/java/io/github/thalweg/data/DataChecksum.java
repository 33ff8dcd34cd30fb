package io.github.thalweg.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A checksum of data: CRC-32C of every value, name and class of both parts, in their order. A file
 * that was only moved or reformatted keeps it.
 */
public final class DataChecksum {
  private static final int VALUES_AT_ONCE = 1 << 14;

  private final CRC32C crc = new CRC32C();
  private final ByteBuffer buffer =
      ByteBuffer.allocate(VALUES_AT_ONCE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private DataChecksum() {}

  /** Eight hexadecimal digits. */
  public static String of(TrainAndTest parts) {
    DataChecksum checksum = new DataChecksum();
    checksum.add(parts.train());
    parts.test().ifPresent(checksum::add);
    return HexFormat.of().toHexDigits((int) checksum.crc.getValue());
  }

  private void add(Dataset data) {
    add(FloatBuffer.wrap(new float[] {data.rows(), data.columns(), data.targetColumns()}));
    add(data.features());
    if (data.task() instanceof Task.Classification classification) {
      add(data.classIndices());
      add(data.featureNames());
      add(classification.classNames());
    } else {
      add(data.targets());
      add(data.featureNames());
    }
  }

  private void add(FloatBuffer values) {
    for (int from = 0; from < values.capacity(); from += VALUES_AT_ONCE) {
      int count = Math.min(VALUES_AT_ONCE, values.capacity() - from);
      buffer.clear();
      buffer.asFloatBuffer().put(0, values, from, count);
      crc.update(buffer.limit(count * Float.BYTES));
    }
  }

  /** As float32, like all other values. */
  private void add(IntBuffer classes) {
    for (int from = 0; from < classes.capacity(); from += VALUES_AT_ONCE) {
      int count = Math.min(VALUES_AT_ONCE, classes.capacity() - from);
      buffer.clear();
      for (int i = from; i < from + count; i++) {
        buffer.putFloat(classes.get(i));
      }
      crc.update(buffer.flip());
    }
  }

  private void add(List<String> names) {
    for (String name : names) {
      crc.update(name.getBytes(StandardCharsets.UTF_8));
      crc.update(0); // Else the names ab, c and a, bc would have the same checksum.
    }
  }
}
