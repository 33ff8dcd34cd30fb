/** Power and energy, if the system reports them. */
package io.github.thalweg.bench.power;
