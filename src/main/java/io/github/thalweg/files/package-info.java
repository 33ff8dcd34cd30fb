/** Files that people and other programs wrote: opened, told apart, read to the end, left whole. */
package io.github.thalweg.files;
