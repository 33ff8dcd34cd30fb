/**
 * Models, layers, activations, losses and the random start: descriptions without data and without a
 * device. Names, defaults and formulas are PyTorch's.
 */
package io.github.thalweg.nn;
