/**
 * The interface to TornadoVM and a driver: memory, work groups, plans, and their messages when
 * something fails.
 */
package io.github.thalweg.engine.tornado.driver;
