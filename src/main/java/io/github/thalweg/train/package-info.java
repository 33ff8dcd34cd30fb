/**
 * The host loop over the epochs, what it tells its listeners, and the folder that a run leaves. A
 * {@link io.github.thalweg.train.ModelBuilder} trains on rows that a program has; with a run file,
 * a {@link io.github.thalweg.train.PreparedRun} is where to begin:
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
