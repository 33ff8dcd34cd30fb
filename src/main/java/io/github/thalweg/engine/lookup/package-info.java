/** Finds the devices of all engines, and the device of a name. */
package io.github.thalweg.engine.lookup;
