/** What a device can do at most, measured. */
package io.github.thalweg.engine.tornado.limits;
