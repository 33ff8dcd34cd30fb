/** Numbers, JSON and sentences as text. */
package io.github.thalweg.text;
