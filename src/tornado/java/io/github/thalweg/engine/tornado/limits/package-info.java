/** The measured limits of a device. */
package io.github.thalweg.engine.tornado.limits;
