/**
 * Earlier runs: finding them in a folder, their results, the differences of their settings, and
 * removing them.
 */
package io.github.thalweg.runs;
