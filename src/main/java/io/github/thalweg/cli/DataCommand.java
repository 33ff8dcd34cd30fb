package io.github.thalweg.cli;

import io.github.thalweg.cli.terminal.Busy;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.data.download.DataCache;
import io.github.thalweg.data.download.DownloadedData;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    header = "Downloads a data set that is too large to come with the program.",
    footer = {"", "Examples:", "  thalweg data mnist", "  thalweg train mnist"})
final class DataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "mnist or fashion-mnist.")
  private String name;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  /** What a shell completes here. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(DownloadedData.values()).map(DownloadedData::id).iterator();
    }
  }

  @Override
  public Integer call() {
    DownloadedData data = DownloadedData.of(name);
    Screen screen = new Screen(spec.commandLine(), false);
    DataCache.Obtained obtained;
    try (Busy busy = new Busy(screen, "Checking the files of " + data.title())) {
      obtained =
          DataCache.holding(data)
              .obtain(
                  data,
                  line -> {
                    busy.silence();
                    screen.say(line);
                    if (screen.redraws()) {
                      busy.next("Fetching " + data.title());
                    }
                  });
    }
    screen.say(
        obtained
            .source()
            .map(source -> "Fetched with " + source + ", checked, and kept here:")
            .orElse("Already there, and checked:"));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("data", data.id());
    map.put("folder", obtained.folder().toString());
    map.put("fetched", obtained.source().isPresent());
    spec.commandLine()
        .getOut()
        .println(json ? JsonMapper.shared().writeValueAsString(map) : obtained.folder());
    return 0;
  }
}
