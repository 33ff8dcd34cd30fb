/** File formats that models leave and enter by. */
package io.github.thalweg.io;
