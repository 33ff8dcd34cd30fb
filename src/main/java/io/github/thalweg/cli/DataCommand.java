package io.github.thalweg.cli;

import io.github.thalweg.data.DataCache;
import io.github.thalweg.data.DownloadedData;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    header = "Obtains a data set that is too large to come with the program.")
final class DataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "mnist or fashion-mnist.")
  private String name;

  @Override
  public Integer call() {
    DownloadedData data = DownloadedData.of(name);
    DataCache.Obtained obtained =
        DataCache.holding(data).obtain(data, spec.commandLine().getErr()::println);
    spec.commandLine()
        .getErr()
        .println(
            obtained
                .source()
                .map(source -> "Fetched with " + source + ", checked, and kept here:")
                .orElse("There already, and checked:"));
    spec.commandLine().getOut().println(obtained.folder());
    return 0;
  }
}
