/** Run files and built-in recipes: data, model and settings of a training. */
package io.github.thalweg.recipe;
