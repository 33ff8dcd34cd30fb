package io.github.thalweg.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BenchCompareCommandTest {
  private static final String CPU = "{\"cpu\": \"A CPU\", \"cores\": 2}";

  @TempDir private Path folder;

  @Test
  void whatIsSlowerBeyondToleranceAndNoiseFails() throws IOException {
    Path before =
        file(
            "before",
            CPU,
            device("cpu", softmax("100, 101, 102, 99, 103"), full("50, 51, 52, 49, 53")));
    Path after =
        file(
            "after",
            CPU,
            device("cpu", softmax("120, 121, 122, 119, 123"), full("51, 52, 53, 50, 54")));

    CommandLineRun compared = compare(before, after);

    assertThat(compared.exit()).isEqualTo(1);
    assertThat(compared.out().lines())
        .satisfiesExactly(
            title -> assertThat(title).contains("after.json against ", "before.json"),
            heading -> assertThat(heading).contains("noise band").endsWith(" verdict"),
            softmax ->
                assertThat(softmax)
                    .containsPattern("softmax +cpu +101.00 µs +121.00 µs +1.198 .* slower$"),
            full -> assertThat(full).containsPattern("linear-full .* 1.020 .* same$"));
    assertThat(compared.err().strip())
        .startsWith("softmax on cpu takes 1.20 times as long in ")
        .endsWith("; the tolerance is 10 %.");
    assertThat(compare(before, after, "--tolerance", "20").succeeded().err()).isEmpty();
    assertThat(compare(after, before).succeeded().out()).containsPattern("softmax .* faster\\R");
  }

  @Test
  void bandOfNoisySamplesThatReachesOneIsNoRegression() throws IOException {
    Path before = file("before", CPU, device("cpu", softmax("100, 101, 160, 180, 99")));
    Path after = file("after", CPU, device("cpu", softmax("130, 100, 190, 98, 150")));

    JsonNode row = compare(before, after, "--json").succeeded().json().getFirst();

    assertThat(row.get("ratio").asDouble()).isCloseTo(130 / 101.0, within(1e-12));
    assertThat(row.get("ratio_low").asDouble()).isLessThan(1);
    assertThat(row.get("ratio_high").asDouble()).isGreaterThan(1.28);
    assertThat(row.get("verdict").asString()).isEqualTo("same");
  }

  @Test
  void fewerThanFiveSamplesGetNoVerdictAndWhatLooksSlowerFailsForThat() throws IOException {
    Path few = file("few", CPU, device("cpu", softmax("100, 101, 102, 103")));
    Path enough = file("enough", CPU, device("cpu", softmax("150, 151, 152, 149, 148, 147")));

    CommandLineRun slower = compare(few, enough);
    CommandLineRun faster = compare(enough, few).succeeded();

    assertThat(slower.exit()).isEqualTo(1);
    assertThat(slower.out()).containsPattern("softmax .* 1.473 .* too few samples\\R");
    assertThat(slower.err().strip())
        .startsWith("softmax on cpu takes 1.47 times as long in ")
        .contains("4 samples cannot show that this is not chance: both files need 5")
        .hasLineCount(1);
    assertThat(faster.out()).contains("too few samples").doesNotContain("faster");
    assertThat(compare(few, enough, "--tolerance", "50").succeeded().err()).isEmpty();
    JsonNode row = compare(enough, few, "--json").succeeded().json().getFirst();
    assertThat(row.get("samples").asInt()).isEqualTo(4);
    assertThat(row.get("verdict").asString()).isEqualTo("too few samples");
  }

  @Test
  void fileOfABusyMachineIsNamed() throws IOException {
    Path quiet = file("quiet", CPU + ", \"load_before\": 0.5", device("cpu", softmax("100")));
    Path busy = file("busy", CPU + ", \"load_before\": 1.94", device("cpu", softmax("100")));

    assertThat(compare(quiet, quiet).succeeded().err()).isEmpty();
    assertThat(compare(quiet, busy, "--json").succeeded().err().strip())
        .isEqualTo(
            "The machine of "
                + busy
                + " was busy when its run began: 1.9 of 2 cores on average in the minute before;"
                + " the machine may be far faster than measured.");
  }

  @Test
  void timeToQualityIsComparedByTheMeanOfTheSeedsThatCount() throws IOException {
    String result =
        "{\"workload\": \"time-to-quality\", \"recipe\": \"mnist\", \"accuracy\": 0.97, \"kept_seconds\": [%s]}";
    Path before = file("before", CPU, device("cpu", result.formatted("1, 2, 6")));
    Path after = file("after", CPU, device("cpu", result.formatted("1, 1, 1")));

    JsonNode row = compare(before, after, "--json").succeeded().json().getFirst();

    assertThat(row.get("unit").asString()).isEqualTo("s");
    assertThat(row.get("before").asDouble()).isCloseTo(3, within(1e-12));
    assertThat(row.get("ratio").asDouble()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(row.get("verdict").asString()).isEqualTo("too few samples");
  }

  @Test
  void fiveSeedsThatCameToTheQualityAreEnoughForAVerdict() throws IOException {
    Path before = file("before", CPU, device("cpu", quality(4, 2, 3, 5, 60)));
    Path after = file("after", CPU, device("cpu", quality(10, 1, 11, 12, 60)));

    JsonNode row =
        CommandLineRun.of("bench", "compare", before.toString(), after.toString(), "--json")
            .json()
            .getFirst();

    assertThat(row.get("before").asDouble()).isCloseTo(4, within(1e-12));
    assertThat(row.get("after").asDouble()).isCloseTo(11, within(1e-12));
    assertThat(row.get("samples").asInt()).isEqualTo(5);
  }

  private static String quality(double... seconds) {
    String seeds =
        Arrays.stream(seconds)
            .mapToObj("{\"reached\": true, \"seconds\": %s}"::formatted)
            .collect(Collectors.joining(", "));
    String kept =
        Arrays.stream(seconds)
            .sorted()
            .skip(1)
            .limit(seconds.length - 2)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
    return "{\"workload\": \"time-to-quality\", \"kept_seconds\": [%s], \"seeds\": [%s]}"
        .formatted(kept, seeds);
  }

  @Test
  void workloadThatFailedSinceIsARegressionAndOneThatIsMissingIsSaid() throws IOException {
    Path before = file("before", CPU, device("cpu", softmax("100"), full("50")));
    Path after =
        file(
            "after",
            CPU,
            "{\"device\": \"cpu\", \"results\": [], \"failures\": [{\"workload\": \"softmax\", \"message\": \"Wrong loss.\"}]}");

    CommandLineRun compared = compare(before, after);

    assertThat(compared.exit()).isEqualTo(1);
    assertThat(compared.err())
        .contains("linear-full on cpu is only in ", "softmax on cpu failed in ", ": Wrong loss.");
  }

  @Test
  void theOnlyDevicesOfTwoMachinesAreComparedAndThatIsSaid() throws IOException {
    Path mine = file("mine", CPU, device("cpu", softmax("100, 100, 100, 100, 100")));
    Path yours =
        file(
            "yours",
            "{\"cpu\": \"B\", \"cores\": 64}",
            device("cuda:0", softmax("10, 10, 10, 10, 10")));

    CommandLineRun compared = compare(mine, yours).succeeded();

    assertThat(compared.out()).containsPattern("softmax +cpu → cuda:0 .* 0.100 .*faster");
    assertThat(compared.err()).contains("from different machines (A CPU, 2 cores; B, 64 cores)");
  }

  @Test
  void eachOfTwoDifferentDevicesIsNamed() throws IOException {
    Path one =
        file("one", CPU, device("cpu", softmax("100, 100, 100, 100, 100"), full("50"), tiny(2)));
    Path other =
        file("other", CPU, device("opencl:0", softmax("150, 150, 150, 150, 150"), tiny(1)));

    CommandLineRun compared = compare(one, other);

    assertThat(compared.err().lines())
        .containsExactly(
            "Two different devices are compared: cpu in " + one + ", opencl:0 in " + other + ".",
            "linear-full on cpu is only in " + one + ".",
            "linear-tiny on cpu → opencl:0 is not compared: 2 rows a step in "
                + one
                + ", 1 row a step in "
                + other
                + ".",
            "softmax on cpu → opencl:0 takes 1.50 times as long in "
                + other
                + "; the tolerance is 10 %.");
    assertThat(compare(one, other, "--json").json())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.get("device_before").asString()).isEqualTo("cpu");
          assertThat(row.get("device").asString()).isEqualTo("opencl:0");
        });
  }

  @Test
  void whatARunThatWasStoppedHasIsComparedAndWhatItLacksIsSaidOnce() throws IOException {
    Path whole = file("whole", CPU, device("cpu", softmax("100"), full("50")));
    Path part =
        file(
            "part",
            CPU,
            device("cpu", softmax("101")).replace("]}", "], \"missing\": [\"linear-full\"]}"),
            "{\"device\": \"a:0\", \"results\": [], \"missing\": [\"softmax\", \"mlp-wide\"]}");
    String sentence =
        part
            + " is incomplete, because its run did not finish; not timed: linear-full on cpu;"
            + " softmax, mlp-wide on a:0.";

    CommandLineRun after = compare(whole, part, "--json").succeeded();
    CommandLineRun before = compare(part, whole, whole.toString()).succeeded();

    assertThat(after.json()).hasSize(1);
    assertThat(after.err().lines()).containsExactly(sentence);
    assertThat(before.err().lines()).containsExactly(sentence);
    Path nothing =
        file("nothing", CPU, "{\"device\": \"cpu\", \"results\": [], \"missing\": [\"softmax\"]}");
    assertThat(compare(whole, nothing).wrongUse())
        .contains("no workload in common", "nothing.json is incomplete");
  }

  @Test
  void workloadOfAnotherSizeIsNamedWithBothSizes() throws IOException {
    Path one = file("one", CPU, device("cpu", full("50"), result("softmax", 1, "3")));
    Path many = file("many", CPU, device("cpu", full("50"), result("softmax", 37, "90")));

    assertThat(compare(one, many).succeeded().err().strip())
        .isEqualTo(
            "softmax on cpu is not compared: 1 row a step in "
                + one
                + ", 37 rows a step in "
                + many
                + ".");
  }

  @Test
  void severalFilesAreHeldAgainstTheFirst() throws IOException {
    Path first = file("first", CPU, device("cpu", softmax("100")));
    Path second = file("second", CPU, device("cpu", softmax("50")));
    Path third = file("third", CPU, device("cpu", softmax("25")));

    List<JsonNode> rows =
        CommandLineRun.of(
                "bench", "compare", first.toString(), second.toString(), third.toString(), "--json")
            .succeeded()
            .json();

    assertThat(rows).extracting(row -> row.get("ratio").asDouble()).containsExactly(0.5, 0.25);
  }

  @Test
  void filesThatCannotBeComparedAreRefusedWithASentence() throws IOException {
    Path good = file("good", CPU, device("cpu", softmax("100")));
    Path other = file("other", CPU, device("cpu", full("100")));
    Path small =
        file(
            "small", CPU, device("cpu", softmax("100").replace("\"batch\": 128", "\"batch\": 32")));
    Path negative = file("negative", CPU, device("cpu", softmax("1, -2")));

    assertThat(compare(good, other).wrongUse())
        .contains("have no workload in common", "softmax on cpu; linear-full on cpu");
    assertThat(compare(good, small).exit()).isEqualTo(2);
    for (String samples : new String[] {"", "1, \"2\"", "1, true", "[3]", "null"}) {
      Path wrong = file("wrong", CPU, device("cpu", softmax(samples)));
      assertThat(compare(good, wrong).wrongUse())
          .contains("softmax on cpu has no \"samples_us\" that are all times above 0");
    }
    assertThat(compare(negative, good).wrongUse()).contains("negative.json: softmax on cpu");
    assertThat(compare(good, folder.resolve("none.json")).wrongUse()).contains("cannot be read");
    assertThat(compare(good, good, "--tolerance", "-1").wrongUse())
        .contains("--tolerance is -1.0; it must be a percentage from 0 to 1000.");
    assertThat(CommandLineRun.of("bench", "compare", good.toString()).wrongUse())
        .contains("needs two files or more; " + good + " is one.");
  }

  private static CommandLineRun compare(Path before, Path after, String... options) {
    List<String> words =
        new ArrayList<>(List.of("bench", "compare", before.toString(), after.toString()));
    words.addAll(List.of(options));
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  private Path file(String name, String machine, String... devices) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".json"),
        """
        {"format": "thalweg-bench-1", "manifest": {"machine": %s}, "devices": [%s]}\
        """
            .formatted(machine, String.join(", ", devices)));
  }

  private static String device(String id, String... results) {
    return "{\"device\": \"%s\", \"results\": [%s], \"failures\": []}"
        .formatted(id, String.join(", ", results));
  }

  private static String softmax(String samples) {
    return result("softmax", 128, samples);
  }

  private static String tiny(int batch) {
    return result("linear-tiny", batch, "1");
  }

  private static String full(String samples) {
    return result("linear-full", 1_000_000, samples);
  }

  private static String result(String workload, int batch, String samples) {
    return "{\"workload\": \"%s\", \"batch\": %d, \"samples_us\": [%s]}"
        .formatted(workload, batch, samples);
  }
}
