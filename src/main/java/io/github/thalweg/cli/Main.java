package io.github.thalweg.cli;

import io.github.thalweg.Build;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: exit code 0 when what was asked for is done, 1 when it failed, 2 for wrong use.
 */
@Command(
    name = "thalweg",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    header = "Trains models by gradient descent, on the CPU or on a device of TornadoVM.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  thalweg train digits                       learn handwritten digits",
      "  thalweg train seed --set optimizer.sgd.lr=0.01",
      "  thalweg train my-run.yaml --device opencl:0",
      "  thalweg COMMAND --help                     the options of a command"
    })
public final class Main implements Runnable {
  static final int FAILED = 1;
  static final int WRONG_USE = 2;

  /** In the order of the help. */
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("train", TrainCommand.class);
    COMMANDS.put("runs", RunsCommand.class);
    COMMANDS.put("report", ReportCommand.class);
    COMMANDS.put("surface", SurfaceCommand.class);
    COMMANDS.put("evaluate", EvaluateCommand.class);
    COMMANDS.put("predict", PredictCommand.class);
    COMMANDS.put("recipes", RecipesCommand.class);
    COMMANDS.put("devices", DevicesCommand.class);
    COMMANDS.put("doctor", DoctorCommand.class);
    COMMANDS.put("check", CheckCommand.class);
    COMMANDS.put("bench", BenchCommand.class);
    COMMANDS.put("limits", LimitsCommand.class);
    COMMANDS.put("device-check", DeviceCheckCommand.class);
    COMMANDS.put("data", DataCommand.class);
  }

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Starts the program. */
  public static void main(String[] arguments) {
    StandardOutput output = new StandardOutput();
    PrintWriter out = new PrintWriter(output, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(out, err, arguments);
    out.flush();
    System.exit(code == 0 && output.failed(err) ? FAILED : code);
  }

  /** Runs one command and returns the exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    try {
      return commandLine(arguments)
          .setOut(out)
          .setErr(err)
          .setParameterExceptionHandler(Main::refuse)
          .setExecutionExceptionHandler((failure, _, _) -> report(failure, err))
          .execute(arguments);
    } catch (OutOfMemoryError e) {
      err.println(
          String.format(
              Locale.ROOT,
              "Java's memory of %.1f GiB was not enough (%s); take fewer units, fewer rows or a smaller batch,"
                  + " or give it more with THALWEG_JAVA_OPTS=-Xmx…g.",
              Runtime.getRuntime().maxMemory() / 0x1p30,
              e.getMessage()));
      return FAILED;
    }
  }

  /** With the command that is asked for alone: finding out all options of all takes a while. */
  private static CommandLine commandLine(String[] arguments) {
    CommandLine main = new CommandLine(new Main());
    String asked = arguments.length > 0 ? arguments[0] : "";
    if (COMMANDS.containsKey(asked)) {
      main.addSubcommand(asked, COMMANDS.get(asked));
    } else {
      COMMANDS.forEach(main::addSubcommand);
    }
    return main;
  }

  /** Without a command there is only help to give. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int refuse(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    String message = failure.getMessage().lines().findFirst().orElse("Wrong use").strip();
    if (failure instanceof UnmatchedArgumentException unmatched) {
      message = unmatched(command, unmatched.getUnmatched().getFirst());
    }
    command
        .getErr()
        .println(
            message
                + (message.endsWith(".") ? "" : ".")
                + " See: "
                + command.getCommandSpec().qualifiedName()
                + " --help");
    return WRONG_USE;
  }

  private static String unmatched(CommandLine command, String word) {
    if (word.startsWith("-")) {
      List<String> options =
          command.getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
      return InvalidInputException.unknown("an option here", word, options).getMessage();
    }
    if (!command.getSubcommands().isEmpty()) {
      return InvalidInputException.unknown("a command", word, command.getSubcommands().keySet())
          .getMessage();
    }
    return "'" + word + "' is one argument too many; quote values that have spaces in them";
  }

  private static int report(Exception failure, PrintWriter err) {
    if (failure instanceof InvalidInputException) {
      err.println(failure.getMessage());
      return WRONG_USE;
    }
    if (failure instanceof RunFailedException) {
      err.println(failure.getMessage());
      return FAILED;
    }
    err.println(
        "Thalweg failed in a way it should not ("
            + failure
            + "). Please report this; THALWEG_JAVA_OPTS=-Dthalweg.trace=true"
            + " shows where it happened.");
    if (Boolean.getBoolean("thalweg.trace")) {
      failure.printStackTrace(err);
    }
    return FAILED;
  }

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "thalweg " + Build.version(),
        "Java " + Runtime.version(),
        "for TornadoVM " + Build.tornadoVersion()
      };
    }
  }
}
