import io.github.thalweg.engine.Session;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.PreparedRun;

void main() {
  var run = PreparedRun.of(RunFile.read("digits", "epochs=5"));
  try (Session session = run.open("auto")) {
    run.train(session);
    IO.println(session.evaluate(Session.Part.TEST));
  }
}
