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
 * The log of TornadoVM's profiler: an object for every execution and every transfer, one behind the
 * other, those of transfers with a comma too many. It has all of them since the plan began.
 */
public final class ProfileLog {
  private static final ObjectReader OBJECTS =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build()
          .readerFor(JsonNode.class);

  /** Characters that have been looked at. */
  private int read;

  /**
   * What the device's clock had for each task of a graph, in s, since the last call.
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
