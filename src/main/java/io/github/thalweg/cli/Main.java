package io.github.thalweg.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_DESCRIPTION;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_HEADER;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_PARAMETER_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_SYNOPSIS;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING;

import io.github.thalweg.Build;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.cli.bench.BenchCommand;
import io.github.thalweg.cli.bench.LimitsCommand;
import io.github.thalweg.cli.device.CheckCommand;
import io.github.thalweg.cli.device.DeviceCheckCommand;
import io.github.thalweg.cli.device.DevicesCommand;
import io.github.thalweg.cli.device.DoctorCommand;
import io.github.thalweg.cli.model.EvaluateCommand;
import io.github.thalweg.cli.model.PredictCommand;
import io.github.thalweg.cli.model.ReportCommand;
import io.github.thalweg.cli.model.SurfaceCommand;
import io.github.thalweg.cli.runs.RunsCommand;
import io.github.thalweg.cli.terminal.Colors;
import io.github.thalweg.cli.terminal.ExitCode;
import io.github.thalweg.cli.terminal.Folding;
import io.github.thalweg.cli.terminal.OwnEscape;
import io.github.thalweg.cli.terminal.Program;
import io.github.thalweg.cli.terminal.ProgramName;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.cli.terminal.ShownText;
import io.github.thalweg.cli.terminal.StandardOutput;
import io.github.thalweg.cli.terminal.Style;
import io.github.thalweg.cli.terminal.Terminal;
import io.github.thalweg.cli.train.TrainCommand;
import io.github.thalweg.text.Visible;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: exit code 0 when what was asked for is done, 1 when it failed, 2 for wrong use.
 */
@Command(
    name = "thalweg",
    mixinStandardHelpOptions = true,
    header = "Trains models by gradient descent, on the CPU or on a device of TornadoVM.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  thalweg train digits                       learn handwritten digits, and leave a report",
      "  thalweg train line --set 'optimizer.sgd.lr=[0.01,0.1]'     train each, and compare them",
      "  thalweg train my-run.yaml --device opencl:0",
      "  thalweg runs                               what has been trained",
      "  thalweg COMMAND --help                     examples and options of a command"
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "  0:what was asked for is done",
      "  1:it failed, or a check or a comparison found a problem",
      "  2:it cannot be done as asked, and was not started",
      "130:it was stopped with Ctrl-C (143: with SIGTERM)",
      ExitCode.PIPE_CLOSED
    })
public final class Main implements Runnable, Program {
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
    COMMANDS.put("completion", CompletionCommand.class);
  }

  /** Examples come first. */
  private static final List<String> SECTIONS =
      List.of(
          SECTION_KEY_HEADER,
          SECTION_KEY_FOOTER,
          SECTION_KEY_SYNOPSIS_HEADING,
          SECTION_KEY_SYNOPSIS,
          SECTION_KEY_DESCRIPTION,
          SECTION_KEY_PARAMETER_LIST,
          SECTION_KEY_OPTION_LIST,
          SECTION_KEY_COMMAND_LIST_HEADING,
          SECTION_KEY_COMMAND_LIST,
          SECTION_KEY_EXIT_CODE_LIST_HEADING,
          SECTION_KEY_EXIT_CODE_LIST);

  private static final int HELP_WIDTH = 110;

  /** Picocli lays out no width below this; it then leaves lines whole, and they are folded here. */
  private static final int NARROWEST_LAYOUT = 55;

  private static final int UNFOLDED = 10_000;

  private final Colors colors;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // Colors reads it before the arguments are parsed.
  @Option(
      names = Colors.OPTION,
      scope = ScopeType.INHERIT,
      paramLabel = "WHEN",
      completionCandidates = ColorChoices.class,
      description =
          "Colours: auto (on a terminal, unless NO_COLOR is set), always or never. Default: auto.")
  private String color;

  private Main(Colors colors) {
    this.colors = colors;
  }

  /** What a shell completes after {@code --color}. */
  static final class ColorChoices implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Colors.CHOICES.iterator();
    }
  }

  @Override
  public Colors colors() {
    return colors;
  }

  /** The names of all commands. */
  static Set<String> commands() {
    return COMMANDS.keySet();
  }

  /** Starts the program. */
  public static void main(String[] arguments) {
    // A library may print there; that is not a command's data.
    System.setOut(System.err);
    StandardOutput output = new StandardOutput();
    PrintWriter out = new PrintWriter(output, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = execute(out, err, arguments);
    out.flush();
    System.exit(code == 0 ? output.exitCode(err) : code);
  }

  @Override
  public int run(PrintWriter out, PrintWriter err, String... words) {
    return execute(out, err, words);
  }

  /** Runs one command and returns the exit code. */
  public static int execute(PrintWriter out, PrintWriter err, String... words) {
    return runShown(out, ShownText.on(err), words);
  }

  private static int runShown(PrintWriter out, PrintWriter err, String... words) {
    String[] arguments = withHelpAsAnOption(words);
    try {
      Colors colors = Colors.of(arguments, System.getenv(), Terminal.ofThisProcess());
      requireCommand(arguments);
      return commandLine(colors, arguments)
          .setOut(shown(out, colors))
          .setErr(err)
          .setParameterExceptionHandler(Main::refuse)
          .setExecutionExceptionHandler((failure, _, _) -> report(failure, colors, err))
          .execute(arguments);
    } catch (InvalidInputException e) {
      return report(e, Colors.NONE, err);
    } catch (OutOfMemoryError e) {
      err.println(
          String.format(
              Locale.ROOT,
              "Java's memory of %.1f GiB was not enough (%s); take fewer units, fewer rows or a smaller batch,"
                  + " or give it more with THALWEG_JAVA_OPTS=-Xmx…g.",
              Runtime.getRuntime().maxMemory() / 0x1p30,
              e.getMessage()));
      return ExitCode.FAILED;
    } catch (Error e) { // For example a class that cannot be loaded.
      return report(e, Colors.NONE, err);
    }
  }

  private static PrintWriter shown(PrintWriter out, Colors colors) {
    if (Terminal.ofThisProcess().out()) {
      return ShownText.on(out);
    }
    return colors.out() ? ShownText.coloured(out) : out;
  }

  /** Picocli would answer {@code trian --help} with the help of the whole program. */
  private static void requireCommand(String[] arguments) {
    if (arguments.length > 0
        && List.of(arguments).contains("--help")
        && !arguments[0].startsWith("-")
        && !COMMANDS.containsKey(arguments[0])) {
      throw InvalidInputException.unknown("a command", arguments[0], COMMANDS.keySet());
    }
  }

  /**
   * With only the command that is asked for: collecting the options of all commands takes a while.
   */
  private static CommandLine commandLine(Colors colors, String[] arguments) {
    CommandLine main = new CommandLine(new Main(colors));
    String asked = arguments.length > 0 ? arguments[0] : "";
    if (COMMANDS.containsKey(asked)) {
      main.addSubcommand(asked, COMMANDS.get(asked));
    } else {
      COMMANDS.forEach(main::addSubcommand);
    }
    main.setHelpSectionKeys(SECTIONS);
    main.setHelpSectionMap(sections(main.getHelpSectionMap()));
    int columns = Terminal.columns().orElse(HELP_WIDTH);
    main.setUsageHelpWidth(columns < NARROWEST_LAYOUT ? UNFOLDED : Math.min(columns, HELP_WIDTH));
    main.setColorScheme(Help.defaultColorScheme(colors.out() ? Help.Ansi.ON : Help.Ansi.OFF));
    everywhere(main);
    return main;
  }

  /** As picocli renders them, with this program's name, no wider than the terminal. */
  private static Map<String, IHelpSectionRenderer> sections(
      Map<String, IHelpSectionRenderer> rendered) {
    Map<String, IHelpSectionRenderer> sections = new HashMap<>(rendered);
    // They are on one line.
    IHelpSectionRenderer usage = rendered.get(SECTION_KEY_SYNOPSIS_HEADING);
    sections.put(SECTION_KEY_SYNOPSIS_HEADING, _ -> "");
    sections.put(
        SECTION_KEY_SYNOPSIS,
        help -> usage.render(help) + rendered.get(SECTION_KEY_SYNOPSIS).render(help));
    sections.replaceAll((_, section) ->
        help -> Folding.toTerminal(OwnEscape.in(ProgramName.in(section.render(help)))));
    return sections;
  }

  /** What all commands have: a line after the examples, and a version. */
  private static void everywhere(CommandLine command) {
    command
        .getCommandSpec()
        .versionProvider(new Version())
        .usageMessage()
        .synopsisHeading("%nUsage: ");
    command.getSubcommands().values().forEach(Main::everywhere);
  }

  /** The command line with all commands. */
  public static CommandLine whole() {
    return commandLine(Colors.NONE, new String[0]);
  }

  /** {@code help train} is {@code train --help}. */
  private static String[] withHelpAsAnOption(String[] words) {
    if (words.length == 0 || !words[0].equals("help")) {
      return words;
    }
    List<String> arguments = new ArrayList<>(List.of(words).subList(1, words.length));
    arguments.add("--help");
    return arguments.toArray(String[]::new);
  }

  /** Without a command it prints the help. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int refuse(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    String message = failure.getMessage().lines().findFirst().orElse("Wrong use").strip();
    if (failure instanceof UnmatchedArgumentException unmatched) {
      message = UnknownWord.sentence(command, unmatched.getUnmatched().getFirst(), arguments);
    }
    // Picocli names the Java type.
    message =
        message
            .replaceFirst(" is not an? (int|long)$", " is not a whole number, or too large")
            .replaceFirst(" is not a (float|double)$", " is not a number");
    command
        .getErr()
        .println(
            Colors.of(command)
                .err(
                    Style.BAD,
                    Screen.sentence(
                        message
                            + (message.endsWith(".") ? "" : ".")
                            + " See: "
                            + command.getCommandSpec().qualifiedName()
                            + " --help")));
    return ExitCode.WRONG_USE;
  }

  private static int report(Throwable failure, Colors colors, PrintWriter err) {
    if (failure instanceof InvalidInputException) {
      err.println(colors.err(Style.BAD, Screen.sentence(failure.getMessage())));
      return ExitCode.WRONG_USE;
    }
    if (failure instanceof RunFailedException) {
      err.println(colors.err(Style.BAD, Screen.sentence(failure.getMessage())));
      return ExitCode.FAILED;
    }
    err.println(
        "Thalweg failed because of an error in the program ("
            + Visible.sentence(failure.toString())
            + "). Please report this; THALWEG_JAVA_OPTS=-Dthalweg.trace=true"
            + " shows where it happened.");
    if (Boolean.getBoolean("thalweg.trace")) {
      failure.printStackTrace(err);
    }
    return ExitCode.FAILED;
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
