package io.github.thalweg.engine.tornado.driver;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * The log of TornadoVM's profiler: one object after the other, for every execution and every
 * transfer since the plan began. An object for a transfer has one comma too many.
 */
public final class ProfileLog {
  private static final ObjectReader OBJECTS =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build()
          .readerFor(JsonNode.class);

  /** Number of characters that have been read. */
  private int read;

  /**
   * The time of each task of a graph since the last call, in s, from the device's clock.
   *
   * @param log the whole log
   * @param ids of the graph's tasks
   */
  public Map<String, Double> taskSeconds(String log, String graph, Set<String> ids) {
    Map<String, Double> seconds = new HashMap<>();
    Iterator<JsonNode> entries = OBJECTS.readValues(log.substring(read));
    read = log.length();
    while (entries.hasNext()) {
      JsonNode tasks = entries.next().path(graph);
      for (String id : ids) {
        String nanos = tasks.path(graph + "." + id).path("TASK_KERNEL_TIME").asString("");
        if (!nanos.isEmpty()) {
          seconds.merge(id, Long.parseLong(nanos) / 1e9, Double::sum);
        }
      }
    }
    return seconds;
  }
}
