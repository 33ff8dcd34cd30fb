package io.github.thalweg.recipe;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Finds a key that a block of a YAML text has twice, where the parser names only the second. */
final class RepeatedKey {
  private RepeatedKey() {}

  /** What is repeated and where, as a sentence; empty where nothing is. */
  static Optional<String> in(String yaml) {
    try {
      return new Compose(LoadSettings.builder().build())
          .composeString(yaml)
          .flatMap(RepeatedKey::below);
    } catch (YamlEngineException _) {
      return Optional.empty(); // It is no YAML beyond that key, either.
    }
  }

  private static Optional<String> below(Node node) {
    Optional<String> here = node instanceof MappingNode block ? of(block) : Optional.empty();
    return here.or(
        () -> inside(node).map(RepeatedKey::below).flatMap(Optional::stream).findFirst());
  }

  private static Stream<Node> inside(Node node) {
    return switch (node) {
      case MappingNode block -> block.getValue().stream().map(NodeTuple::getValueNode);
      case SequenceNode list -> list.getValue().stream();
      default -> Stream.empty();
    };
  }

  private static Optional<String> of(MappingNode block) {
    Map<String, Mark> seen = new HashMap<>();
    for (NodeTuple setting : block.getValue()) {
      if (setting.getKeyNode() instanceof ScalarNode key && key.getStartMark().isPresent()) {
        Mark mark = key.getStartMark().get();
        Mark first = seen.putIfAbsent(key.getValue(), mark);
        if (first != null) {
          return Optional.of("'" + key.getValue() + "' stands twice, " + places(first, mark));
        }
      }
    }
    return Optional.empty();
  }

  private static String places(Mark first, Mark second) {
    return first.getLine() == second.getLine()
        ? "in line "
            + (first.getLine() + 1)
            + ", columns "
            + (first.getColumn() + 1)
            + " and "
            + (second.getColumn() + 1)
        : "in lines " + (first.getLine() + 1) + " and " + (second.getLine() + 1);
  }
}
