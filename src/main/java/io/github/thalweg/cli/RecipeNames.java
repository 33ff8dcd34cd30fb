package io.github.thalweg.cli;

import io.github.thalweg.recipe.RunFile;
import java.util.Iterator;

/** The built-in recipes, for a shell that completes words. */
final class RecipeNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return RunFile.BUILT_IN.iterator();
  }
}
