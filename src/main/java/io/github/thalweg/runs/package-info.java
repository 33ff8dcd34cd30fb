/**
 * The runs that were made: finding them in a folder, what became of each, how their settings
 * differ, and removing them.
 */
package io.github.thalweg.runs;
