/** Looks at what is installed of what the engines need. */
package io.github.thalweg.doctor;
