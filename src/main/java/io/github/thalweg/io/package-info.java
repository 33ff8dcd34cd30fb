/** File formats for writing and reading models. */
package io.github.thalweg.io;
