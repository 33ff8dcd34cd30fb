/** Devices: which exist, what is installed, and whether they compute correctly. */
package io.github.thalweg.cli.device;
