/**
 * Pages for readers: a run's folder as one self-contained HTML page, several runs side by side, and
 * the loss surface with the path of descent.
 */
package io.github.thalweg.report;
