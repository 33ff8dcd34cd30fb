/** Training from the command line: a run, several that are compared, one that is resumed. */
package io.github.thalweg.cli.train;
