package io.github.thalweg.cli.terminal;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** The whole program, for one of its commands. */
public interface Program {
  /** Runs a command in this JVM and returns its exit code. */
  int run(PrintWriter out, PrintWriter err, String... words);

  /** The arguments that it was started with. */
  default Colors colors() {
    return Colors.NONE;
  }

  /** The one that a command belongs to. */
  static Program of(CommandSpec command) {
    if (command.root().userObject() instanceof Program program) {
      return program;
    }
    return (_, _, _) -> {
      throw new IllegalStateException(command.name() + " belongs to no program");
    };
  }
}
