/** Devices: what there is, what is installed, and whether it computes what it should. */
package io.github.thalweg.cli.device;
