/** What is done with a trained model: evaluation, prediction, report, loss surface. */
package io.github.thalweg.cli.model;
