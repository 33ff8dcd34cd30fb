/** The output of a command: streams, colours, tables, status lines, exit codes. */
package io.github.thalweg.cli.terminal;
