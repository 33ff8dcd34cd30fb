/** What a command writes, and where: streams, colours, tables, status lines, exit codes. */
package io.github.thalweg.cli.terminal;
