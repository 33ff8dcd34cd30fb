package io.github.thalweg.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** The whole program, as one of its commands sees it. */
interface Program {
  /** Runs a command in this JVM and returns its exit code. */
  int run(PrintWriter out, PrintWriter err, String... words);

  /** Those that it was started with. */
  default Colors colors() {
    return Colors.NONE;
  }

  /** The one that a command belongs to. */
  static Program of(CommandSpec command) {
    return (Program) command.root().userObject();
  }
}
