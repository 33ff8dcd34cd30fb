/** Finds the devices of all engines, and the one that a name means. */
package io.github.thalweg.engine.lookup;
