package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.text.Decimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads YAML into a tree. A name or a word is a text as written: a column may be called 0.10, 007,
 * null or yes. Size and depth have limits, and an error names the line and the column.
 */
final class YamlTree {
  /** Levels of lists and blocks; a run file has five. */
  static final int DEEPEST = 64;

  /** Characters of a number or of a name; a path has at most as many. */
  private static final int LONGEST = 4096;

  /** Characters without a break between them: the parser takes minutes for one of millions. */
  private static final int LONGEST_WORD = 1 << 16;

  /** What ends a word: white space, a comma, a bracket or a quotation mark. */
  private static final String BREAKS = " \t\r\n,[]{}\"'";

  /** Full keys of settings that are words. */
  private static final Set<String> WORDS =
      Set.of(
          "name",
          "data.source",
          "data.path",
          "data.target",
          "data.exclude",
          "data.task",
          "kernels",
          "precision");

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setCodePointLimit(Integer.MAX_VALUE) // A file that is too long is not read to its end.
          .build();

  private static final ScalarResolver TYPES = SETTINGS.getSchema().getScalarResolver();

  /** A list or a block that is still open. */
  private static final class Open {
    final JsonNode node;

    /** The full key of its setting. */
    final String path;

    final Map<String, Mark> keys = new HashMap<>();
    String key = "";

    Open(JsonNode node, String path) {
      this.node = node;
      this.path = path;
    }

    boolean awaitsKey() {
      return node instanceof ObjectNode && key.isEmpty();
    }
  }

  private static final Set<Tag> KNOWN_TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

  private final String origin;
  private final String path;
  private final Deque<Open> open = new ArrayDeque<>();
  private JsonNode root = MissingNode.getInstance();

  private YamlTree(String origin, String path) {
    this.origin = origin;
    this.path = path;
  }

  /**
   * The tree of a text; a missing node if it is empty.
   *
   * @param origin of the text, for messages
   * @param path full key of the setting whose value it is; empty for a run file
   * @throws InvalidInputException with the place, when it is not YAML, has a key twice, or exceeds
   *     a limit
   */
  static JsonNode parse(String yaml, String origin, String path) {
    requireShortWords(yaml, origin);
    YamlTree tree = new YamlTree(origin, path);
    try {
      Iterator<Event> events = new Parse(SETTINGS).parseString(yaml).iterator();
      int documents = 0;
      while (events.hasNext()) {
        Event event = events.next();
        if (event instanceof DocumentStartEvent && ++documents > 1) {
          throw tree.wrong(event, "a second document begins; a run file is one");
        }
        tree.add(event);
      }
      return tree.root;
    } catch (YamlEngineException e) {
      throw YamlProblem.of(e, yaml, origin);
    }
  }

  private static void requireShortWords(String yaml, String origin) {
    int line = 1;
    int begin = 0;
    for (int i = 0; i < yaml.length(); i++) {
      char c = yaml.charAt(i);
      if (BREAKS.indexOf(c) >= 0) {
        line += c == '\n' ? 1 : 0;
        begin = i + 1;
      } else if (i - begin == LONGEST_WORD) {
        throw new InvalidInputException(
            "%s, line %d: a word has more than %,d characters; shorten it."
                .formatted(origin, line, LONGEST_WORD));
      }
    }
  }

  private void add(Event event) {
    switch (event) {
      case MappingStartEvent _ -> begin(event, JsonNodeFactory.instance.objectNode());
      case SequenceStartEvent _ -> begin(event, JsonNodeFactory.instance.arrayNode());
      case MappingEndEvent _, SequenceEndEvent _ -> open.pop();
      case AliasEvent alias ->
          throw wrong(
              event, "*" + alias.getAlias() + " refers to another place; write its value here");
      case ScalarEvent scalar when !open.isEmpty() && open.peek().awaitsKey() -> key(scalar);
      case ScalarEvent scalar -> put(value(scalar));
      default -> {}
    }
  }

  private void begin(Event event, JsonNode container) {
    if (!open.isEmpty() && open.peek().awaitsKey()) {
      throw wrong(event, "there is a list or a block where a key belongs");
    }
    if (open.size() == DEEPEST) {
      throw wrong(event, "lists and blocks are nested more than " + DEEPEST + " levels deep");
    }
    String place = place();
    put(container);
    open.push(new Open(container, place));
  }

  private void key(ScalarEvent scalar) {
    Open block = open.peek();
    String key = scalar.getValue();
    if (key.isEmpty()) {
      throw wrong(scalar, "a key is missing before its colon");
    }
    requireText(scalar, "a key");
    Mark mark = scalar.getStartMark().orElseThrow();
    Mark first = block.keys.putIfAbsent(key, mark);
    if (first != null) {
      throw new InvalidInputException(
          origin
              + ": '"
              + key
              + "' occurs twice, "
              + YamlProblem.places(first, mark)
              + "; leave one of them.");
    }
    block.key = key;
  }

  /** Full key of the setting here; an element of a list has its list's key. */
  private String place() {
    if (open.isEmpty()) {
      return path;
    }
    Open parent = open.peek();
    return parent.path.isEmpty() || parent.key.isEmpty()
        ? parent.path + parent.key
        : parent.path + "." + parent.key;
  }

  private void put(JsonNode value) {
    switch (open.isEmpty() ? MissingNode.getInstance() : open.peek().node) {
      case ObjectNode block -> {
        block.set(open.peek().key, value);
        open.peek().key = "";
      }
      case ArrayNode list -> list.add(value);
      default -> root = value;
    }
  }

  private JsonNode value(ScalarEvent scalar) {
    String text = scalar.getValue();
    boolean word = WORDS.contains(place());
    requireKnownTag(scalar);
    Tag type = scalar.getTag().map(Tag::new).orElseGet(() -> TYPES.resolve(text, scalar.isPlain()));
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (scalar.isPlain() && text.isEmpty()) {
      return nodes.nullNode();
    }
    if (word || !scalar.isPlain()) {
      requireText(scalar, word ? place() : "a text");
      return nodes.stringNode(text);
    }
    if (type.equals(Tag.NULL)) {
      return nodes.nullNode();
    }
    requireText(scalar, place().isEmpty() ? "a value" : place());
    if (type.equals(Tag.BOOL)) {
      return nodes.booleanNode(Boolean.parseBoolean(text));
    }
    try {
      return type.equals(Tag.INT)
          ? integer(new BigInteger(text))
          : type.equals(Tag.FLOAT) ? decimal(text) : nodes.stringNode(text);
    } catch (NumberFormatException _) {
      return nodes.stringNode(text); // For example a tag that does not fit its text.
    }
  }

  private static JsonNode integer(BigInteger value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return value.bitLength() < Integer.SIZE
        ? nodes.numberNode(value.intValue())
        : value.bitLength() < Long.SIZE
            ? nodes.numberNode(value.longValue())
            : nodes.numberNode(value);
  }

  private static JsonNode decimal(String text) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (text) {
      case ".inf", ".Inf", ".INF" -> nodes.numberNode(Double.POSITIVE_INFINITY);
      case "-.inf", "-.Inf", "-.INF" -> nodes.numberNode(Double.NEGATIVE_INFINITY);
      case ".nan", ".NaN", ".NAN" -> nodes.numberNode(Double.NaN);
      default -> {
        double value = Double.parseDouble(text);
        // One that is too large or too small stays as it was written, for the message that it is
        // refused with.
        yield Double.isFinite(value) && !Decimal.vanishes(text)
            ? nodes.numberNode(value)
            : nodes.stringNode(text);
      }
    };
  }

  private void requireKnownTag(ScalarEvent scalar) {
    String tag = scalar.getTag().orElse("!");
    if (!tag.equals("!") && !KNOWN_TAGS.contains(new Tag(tag))) {
      throw wrong(
          scalar,
          "the tag %s is none that a run file has; leave it out"
              .formatted(tag.replaceFirst("^" + Tag.PREFIX, "!!")));
    }
  }

  private void requireText(ScalarEvent scalar, String what) {
    if (scalar.getValue().codePoints().anyMatch(YamlTree::isHalfOfACharacter)) {
      throw wrong(
          scalar,
          "%s has half of a character (\\ud800 to \\udfff), which UTF-8 does not have; write the whole character"
              .formatted(what));
    }
    int length = scalar.getValue().length();
    if (length > LONGEST) {
      throw wrong(
          scalar, "%s has %,d characters; it may have %,d".formatted(what, length, LONGEST));
    }
  }

  private static boolean isHalfOfACharacter(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }

  private InvalidInputException wrong(Event event, String what) {
    return YamlProblem.at(origin + ", ", event.getStartMark(), what);
  }
}
