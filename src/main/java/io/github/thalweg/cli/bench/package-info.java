/** Timing from the command line: workloads, every device, limits, a comparison of results. */
package io.github.thalweg.cli.bench;
