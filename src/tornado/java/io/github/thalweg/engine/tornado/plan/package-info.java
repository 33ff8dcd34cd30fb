/** The task graphs of a session, and the style in which they take the steps. */
package io.github.thalweg.engine.tornado.plan;
