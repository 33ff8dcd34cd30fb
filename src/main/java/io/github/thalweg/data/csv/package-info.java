/** Rows in a CSV file. */
package io.github.thalweg.data.csv;
