/** Examines whether the needs of the engines are installed. */
package io.github.thalweg.doctor;
