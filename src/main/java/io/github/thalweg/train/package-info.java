/**
 * The host loop over the epochs, the events for its listeners, and the folder of a run. A {@link
 * io.github.thalweg.train.ModelBuilder} trains on rows in a program; with a run file, begin with a
 * {@link io.github.thalweg.train.PreparedRun}:
 *
 * <pre>{@code
 * PreparedRun run = PreparedRun.of(RunFile.read("digits", "epochs=5"));
 * try (Session session = run.open("auto")) {
 *   run.train(session);
 *   System.out.println(session.evaluate(Session.Part.TEST));
 * }
 * }</pre>
 */
package io.github.thalweg.train;
