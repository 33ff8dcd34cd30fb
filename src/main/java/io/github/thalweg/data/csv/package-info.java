/** Rows that stand in a CSV file. */
package io.github.thalweg.data.csv;
