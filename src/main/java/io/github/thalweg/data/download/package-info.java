/** Data sets that are downloaded from a package registry, checked, and saved. */
package io.github.thalweg.data.download;
