package io.github.thalweg.engine.tornado.tasks;

import io.github.thalweg.engine.prebuilt.Launch;
import io.github.thalweg.engine.tornado.driver.SourceFiles;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import uk.ac.manchester.tornado.api.AccessorParameters;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.common.Access;

/** A hand-written kernel and its arguments: arrays and scalars. */
public final class PrebuiltTask {
  private final Launch launch;
  private final List<Object> arrays = new ArrayList<>();
  private final List<Integer> scalars = new ArrayList<>();
  private final IdentityHashMap<Object, Access> accesses = new IdentityHashMap<>();

  public PrebuiltTask(Launch launch) {
    this.launch = launch;
  }

  public Launch launch() {
    return launch;
  }

  /** Arrays that the kernel reads. */
  public PrebuiltTask reads(Object... added) {
    return add(Access.READ_ONLY, added);
  }

  /** Arrays that the kernel writes, or reads and writes, all of them or a part. */
  public PrebuiltTask changes(Object... added) {
    return add(Access.READ_WRITE, added);
  }

  private PrebuiltTask add(Access access, Object... added) {
    for (Object array : added) {
      arrays.add(array);
      accesses.merge(array, access, (first, second) -> first == second ? first : Access.READ_WRITE);
    }
    return this;
  }

  public PrebuiltTask ints(int... values) {
    for (int value : values) {
      scalars.add(value);
    }
    return this;
  }

  /** Numbers that are passed as their bits. */
  public PrebuiltTask floats(double... values) {
    for (double value : values) {
      scalars.add(Float.floatToRawIntBits((float) value));
    }
    return this;
  }

  /**
   * Adds the task to a graph.
   *
   * @param name of the graph
   * @param id of the task
   */
  public void addTo(TaskGraph graph, String name, String id, SourceFiles sources) {
    // TornadoVM never finishes a task that has an array twice and writes to it.
    Object filler =
        arrays.stream()
            .filter(array -> accesses.get(array) == Access.READ_ONLY)
            .findFirst()
            .orElseThrow();
    List<Object> arguments = launch.arguments(arrays, filler, scalars);
    AccessorParameters accessors = new AccessorParameters(arguments.size());
    for (int i = 0; i < arguments.size(); i++) {
      Object argument = arguments.get(i);
      accessors.set(i, argument, accesses.getOrDefault(argument, Access.NONE));
    }
    String file = sources.write(launch, name + "." + id, arguments);
    graph.prebuiltTask(id, launch.entry(), file, accessors);
  }
}
