package io.github.thalweg.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.doctor.SharedLibraries.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** On the C library, which is always there. */
@EnabledOnOs(OS.LINUX)
class DynamicLinkerTest {
  private static final String C = "libc.so.6";

  private final DynamicLinker linker = new DynamicLinker();

  @Test
  void libraryIsLoadedAndItsFileKnown() {
    assertThat(linker.open(C))
        .isInstanceOfSatisfying(
            Opened.Loaded.class, loaded -> assertThat(loaded.file()).isRegularFile().isAbsolute());
  }

  @Test
  void refusalIsInTheLinkersWords(@TempDir Path folder) throws IOException {
    assertThat(linker.open("libthere-is-none.so.5"))
        .isInstanceOfSatisfying(
            Opened.Refused.class,
            refused -> assertThat(refused.reason()).startsWith("libthere-is-none.so.5: "));
    Path text = Files.writeString(folder.resolve("libtext.so"), "no machine code");
    assertThat(linker.open(text.toString()))
        .isInstanceOfSatisfying(
            Opened.Refused.class,
            refused -> assertThat(refused.reason()).contains(text.toString()));
  }

  @Test
  void functionIsCalledWithItsArgument() {
    int roundRobin = 2;
    assertThat(linker.call(C, "sched_get_priority_max", roundRobin)).hasValue(99);
    assertThat(linker.call(C, "sched_get_priority_min", roundRobin)).hasValue(1);
    assertThat(linker.call(C, "no_such_function", 0)).isEmpty();
    assertThat(linker.call("libthere-is-none.so.5", "f", 0)).isEmpty();
  }

  @Test
  void whatAFunctionWritesIsReadUnlessItFails() {
    // Writes the default, 0, and returns 0; an initialised attribute is one int.
    assertThat(linker.read(C, "pthread_barrierattr_init", 1).orElseThrow()).containsExactly(0);
    // −1 is no lock that is free: returns EBUSY.
    assertThat(linker.read(C, "pthread_spin_trylock", 1)).isEmpty();
    assertThat(linker.read(C, "no_such_function", 2)).isEmpty();
  }
}
