/** The arrays of a session and the tasks of a task graph that take them. */
package io.github.thalweg.engine.tornado.tasks;
