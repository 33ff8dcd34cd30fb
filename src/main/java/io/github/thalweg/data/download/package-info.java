/** Data sets that are fetched from a package registry, checked, and kept. */
package io.github.thalweg.data.download;
