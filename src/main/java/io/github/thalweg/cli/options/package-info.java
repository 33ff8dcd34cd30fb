/** Options that several commands have. */
package io.github.thalweg.cli.options;
