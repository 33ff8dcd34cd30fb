package io.github.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFolderTest {
  @TempDir private Path folder;

  @Test
  void allWhoAskAtOnceGetFoldersOfTheirOwn() throws Exception {
    Path first = folder.resolve("runs/a");
    List<Callable<Path>> tasks =
        Stream.<Callable<Path>>generate(() -> () -> NewFolder.counted(first).begin())
            .limit(40)
            .toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Path>> made = threads.invokeAll(tasks);
      for (Future<Path> path : made) {
        assertThat(path.get()).isEmptyDirectory();
      }
      assertThat(made.stream().map(Future::resultNow).distinct()).hasSize(40);
    }
    assertThat(folder.resolve("runs/a-40")).exists();
  }

  @Test
  void nothingIsMadeBeforeItBegins() {
    NewFolder named = NewFolder.named(folder.resolve("a/b"));
    NewFolder counted = NewFolder.counted(folder.resolve("runs/c"));

    named.requireUsable();
    counted.requireUsable();

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void folderInWhichNothingWasWrittenGoesWithThoseThatWereMadeForIt() throws IOException {
    for (NewFolder place :
        List.of(
            NewFolder.named(folder.resolve("a/b")), NewFolder.counted(folder.resolve("runs/c")))) {
      place.begin();
      place.leaveIfEmpty();
      assertThat(folder).isEmptyDirectory();
    }
    Path own = Files.createDirectory(folder.resolve("own"));
    NewFolder place = NewFolder.named(own);
    place.begin();
    place.leaveIfEmpty();
    assertThat(own).exists();
    NewFolder used = NewFolder.counted(folder.resolve("runs/d"));
    Files.writeString(used.begin().resolve("run.yaml"), "");
    used.leaveIfEmpty();
    assertThat(used.path().resolve("run.yaml")).exists();
  }

  @Test
  void namedFolderIsTakenOnlyWhereItIsEmpty() throws IOException {
    Files.writeString(folder.resolve("other"), "");
    NewFolder place = NewFolder.named(folder);

    assertThatThrownBy(place::requireUsable)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(" holds other files");
    assertThatThrownBy(place::begin).isInstanceOf(InvalidInputException.class);
  }
}
