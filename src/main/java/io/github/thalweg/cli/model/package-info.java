/** Commands for a trained model: evaluation, prediction, report, loss surface. */
package io.github.thalweg.cli.model;
