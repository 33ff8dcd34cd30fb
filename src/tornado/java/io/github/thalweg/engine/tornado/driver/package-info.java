/**
 * What TornadoVM and a driver give: memory, work groups, plans, and what they say when something
 * fails.
 */
package io.github.thalweg.engine.tornado.driver;
