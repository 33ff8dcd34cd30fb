/** The arrays of a session and the tasks of a task graph that use them. */
package io.github.thalweg.engine.tornado.tasks;
