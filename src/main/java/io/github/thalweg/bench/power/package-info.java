/** Power and energy, where the system tells them. */
package io.github.thalweg.bench.power;
