package io.github.thalweg.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.thalweg.doctor.Diagnosis.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExaminationTest {
  private static final String VENDORS = "etc/OpenCL/vendors/";

  @TempDir private Path root;

  private final Map<String, String> environment = new HashMap<>();
  private final FakeLibraries libraries = new FakeLibraries();
  private Optional<Path> sdk = Optional.empty();
  private Optional<String> refused = Optional.empty();
  private Optional<Path> bundle = Optional.empty();
  private List<String> modules = List.of("jdk.internal.vm.ci", "jdk.incubator.vector");

  @Test
  void whereNothingIsInstalledMuchIsMissingAndNothingBroken() {
    assertThat(examined())
        .extracting(Diagnosis::part, Diagnosis::thing, Diagnosis::state)
        .contains(
            tuple("TornadoVM", "SDK", State.MISSING),
            tuple("OpenCL", "loader", State.MISSING),
            tuple("OpenCL", "vendor files", State.MISSING),
            tuple("PTX and CUDA", "driver", State.MISSING),
            tuple("PTX and CUDA", "NVRTC", State.MISSING))
        .noneMatch(diagnosis -> diagnosis.toList().contains(State.BROKEN));
    assertThat(examined())
        .filteredOn(diagnosis -> diagnosis.state() == State.MISSING)
        .allSatisfy(diagnosis -> assertThat(diagnosis.remedy()).isPresent());
  }

  @Test
  void completeOpenClIsFoundWithItsFiles() throws IOException {
    install("opencl-backend");
    write(VENDORS + "some.icd", "libsome.so.7\n");
    libraries.with("libOpenCL.so.1", "/usr/lib/libOpenCL.so.1.0.0");
    libraries.with("libsome.so.7", "/opt/libsome.so.7.3");
    libraries.with(library("opencl"), library("opencl"));

    assertThat(of("TornadoVM", "OpenCL")).extracting(Diagnosis::state).containsOnly(State.FOUND);
    assertThat(the("SDK").detail()).contains("9.8.7", "for opencl", sdk.orElseThrow().toString());
    assertThat(the("loader").detail()).isEqualTo("/usr/lib/libOpenCL.so.1.0.0");
    assertThat(the("vendor file").detail()).contains("some.icd", "/opt/libsome.so.7.3");
  }

  @Test
  void whatAnInstalledBackendNeedsIsBrokenWhereItIsMissing() throws IOException {
    install("opencl-backend,cuda-backend");

    assertThat(the("loader").state()).isEqualTo(State.BROKEN);
    assertThat(the("vendor files").state()).isEqualTo(State.BROKEN);
    assertThat(the("driver").state()).isEqualTo(State.BROKEN);
    assertThat(the("NVRTC").state()).isEqualTo(State.BROKEN);
    assertThat(the("cuda library").detail()).contains("libtornado-cuda.so: no such file");
    assertThat(the("cuda library").remedy().orElseThrow()).contains("PTX and CUDA");
  }

  @Test
  void ptxNeedsTheDriverAndNotTheCompiler() throws IOException {
    install("ptx-backend");

    assertThat(the("driver").state()).isEqualTo(State.BROKEN);
    assertThat(the("NVRTC").state()).isEqualTo(State.MISSING);
    assertThat(the("loader").state()).isEqualTo(State.MISSING);
  }

  @Test
  void vendorFileThatNamesNoLibraryIsBroken() throws IOException {
    write(VENDORS + "gone.icd", "libgone.so\n");
    write(VENDORS + "hollow.icd", "\n");

    assertThat(examined())
        .filteredOn(diagnosis -> diagnosis.thing().equals("vendor file"))
        .allSatisfy(diagnosis -> assertThat(diagnosis.state()).isEqualTo(State.BROKEN))
        .extracting(Diagnosis::detail)
        .satisfiesExactly(
            gone -> assertThat(gone).contains("gone.icd", "libgone.so: no such file"),
            hollow -> assertThat(hollow).contains("hollow.icd is empty"));
  }

  @Test
  void otherFolderOfVendorFilesIsTakenFromTheEnvironment() throws IOException {
    write("home/vendors/mine.icd", "libmine.so");
    libraries.with("libmine.so", "/home/libmine.so");
    environment.put("OCL_ICD_VENDORS", "/home/vendors");

    assertThat(the("vendor file").detail()).contains("mine.icd", "/home/libmine.so");
  }

  @Test
  void driverOfNvidiaWithoutVendorFileIsNamedWithTheLineThatMakesOne() throws IOException {
    libraries.with("libnvidia-opencl.so.1", "/usr/lib/libnvidia-opencl.so.550");
    assertThat(the("NVIDIA's vendor file").remedy().orElseThrow())
        .contains("echo libnvidia-opencl.so.1 >/etc/OpenCL/vendors/nvidia.icd", "OCL_ICD_VENDORS");

    write(VENDORS + "nvidia.icd", "libnvidia-opencl.so.1");
    assertThat(examined()).extracting(Diagnosis::thing).doesNotContain("NVIDIA's vendor file");
  }

  @Test
  void poclWantsALinkerOnThePath() throws IOException {
    write(VENDORS + "pocl.icd", "libpocl.so.2");
    libraries.with("libpocl.so.2", "/usr/lib/libpocl.so.2");
    environment.put("PATH", "relative:/bin:/tools");
    assertThat(the("linker for PoCL").state()).isEqualTo(State.MISSING);

    Path ld = write("tools/ld", "");
    assertThat(ld.toFile().setExecutable(true)).isTrue();
    assertThat(the("linker for PoCL").detail()).isEqualTo(ld.toString());
  }

  @Test
  void driverAndCompilerOfNvidiaAreNamedWithTheirVersions() {
    libraries.with("libcuda.so.1", "/usr/lib/libcuda.so.570.1").returning("cuInit", 0);
    libraries.writing("cuDriverGetVersion", 12_040);
    libraries.with("libnvrtc.so.12", "/usr/lib/libnvrtc.so.12.6").writing("nvrtcVersion", 12, 6);

    assertThat(of("PTX and CUDA")).extracting(Diagnosis::state).containsOnly(State.FOUND);
    assertThat(the("driver").detail()).contains("libcuda.so.570.1", "up to 12.4");
    assertThat(the("NVRTC").detail()).contains("libnvrtc.so.12.6", "version 12.6");
  }

  @ParameterizedTest
  @CsvSource({"100, finds no GPU", "803, restart the machine", "999, nvidia-smi"})
  void driverThatDoesNotStartIsBrokenWithItsErrorAndRemedy(int error, String remedy) {
    libraries.with("libcuda.so.1", "/usr/lib/libcuda.so.1").returning("cuInit", error);

    assertThat(the("GPU").state()).isEqualTo(State.BROKEN);
    assertThat(the("GPU").detail()).contains("error " + error);
    assertThat(the("GPU").remedy().orElseThrow()).contains(remedy);
  }

  @Test
  void compilerThatTheLinkerDoesNotFindIsNamedWithItsFolder() throws IOException {
    Path compiler = write("usr/local/cuda/lib64/libnvrtc.so.13", "");

    assertThat(the("NVRTC").state()).isEqualTo(State.MISSING);
    assertThat(the("NVRTC").remedy().orElseThrow())
        .contains(compiler.getParent().toString(), "LD_LIBRARY_PATH");
  }

  @Test
  void sdkThatDoesNotFitIsBrokenButABundleMayHaveNone() throws IOException {
    refused = Optional.of("It is version 1.");
    assertThat(the("SDK").state()).isEqualTo(State.BROKEN);
    assertThat(the("SDK").detail()).isEqualTo("It is version 1.");

    bundle = Optional.of(root);
    assertThat(the("SDK").state()).isEqualTo(State.MISSING);
    assertThat(the("Thalweg").detail()).contains("a bundle in " + root);

    write("tornadovm/etc/tornado.backend", "tornado.backends=opencl-backend");
    assertThat(the("SDK").state()).isEqualTo(State.BROKEN);
  }

  @Test
  void sdkNeedsAJavaWithACompilerInterface() throws IOException {
    modules = List.of();
    assertThat(the("compiler interface").state()).isEqualTo(State.MISSING);
    assertThat(the("Vector API").state()).isEqualTo(State.MISSING);

    install("opencl-backend");
    assertThat(the("compiler interface").state()).isEqualTo(State.BROKEN);
  }

  @Test
  void sdkWithoutBackendsIsNotComplete() throws IOException {
    install("");
    assertThat(the("SDK").state()).isEqualTo(State.BROKEN);
    assertThat(the("SDK").detail()).contains("names no backend");
  }

  private void install(String backends) throws IOException {
    sdk = Optional.of(root.resolve("sdk"));
    write("sdk/etc/tornado.backend", "tornado.backends=" + backends + "\n");
    write("sdk/etc/tornado.release", "version=9.8.7\nbranch=b\n");
  }

  private String library(String backend) {
    return root.resolve("sdk/lib/libtornado-" + backend + ".so").toString();
  }

  private Path write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private List<Diagnosis> examined() {
    return Examination.of(
        new Machine(root, environment, sdk, refused, bundle, modules::contains, libraries));
  }

  private List<Diagnosis> of(String... parts) {
    return examined().stream()
        .filter(diagnosis -> List.of(parts).contains(diagnosis.part()))
        .toList();
  }

  private Diagnosis the(String thing) {
    return examined().stream()
        .filter(diagnosis -> diagnosis.thing().equals(thing))
        .findFirst()
        .orElseThrow();
  }
}
