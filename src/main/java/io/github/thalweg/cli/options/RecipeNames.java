package io.github.thalweg.cli.options;

import io.github.thalweg.recipe.RunFile;
import java.util.Iterator;

/** The built-in recipes, for a shell that completes words. */
public final class RecipeNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return RunFile.BUILT_IN.iterator();
  }
}
