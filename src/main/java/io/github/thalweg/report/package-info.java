/**
 * What people look at: a run's folder as one self-contained HTML page, several runs side by side,
 * and the loss surface that descent ran down.
 */
package io.github.thalweg.report;
