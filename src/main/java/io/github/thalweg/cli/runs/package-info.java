/** Runs that were trained: a list, a comparison, a removal. */
package io.github.thalweg.cli.runs;
