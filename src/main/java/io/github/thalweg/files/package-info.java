/** Files from users and other programs: opening, recognizing, reading and writing them. */
package io.github.thalweg.files;
