/**
 * Rows to learn from: reading them, dividing them into a training and a test part, scaling the
 * features, and dealing them to the steps of an epoch.
 */
package io.github.thalweg.data;
