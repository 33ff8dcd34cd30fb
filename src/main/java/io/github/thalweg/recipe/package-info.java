/** Run files and built-in recipes: what to train on, which model, how. */
package io.github.thalweg.recipe;
