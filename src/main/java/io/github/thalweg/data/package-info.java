/**
 * Rows for training: reading them, dividing them into a training and a test part, scaling the
 * features, and dividing them into the steps of an epoch.
 */
package io.github.thalweg.data;
