package io.github.thalweg.engine.tornado.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.tornado.driver.Refusal.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
  @ParameterizedTest
  @CsvSource({
    "[TornadoVM-OCL-JNI] ERROR : clEnqueueNDRangeKernel -> Returned: -5, LAUNCH",
    "[TornadoVM-OCL-JNI] ERROR : clSetKernelArg -> Returned: -51, LAUNCH",
    "[TornadoVM-OCL-JNI] ERROR : clCreateKernel -> Returned: -46, COMPILE",
    "[TornadoVM-OCL-JNI] ERROR : clBuildProgram -> Returned: -11, COMPILE",
    "[TornadoVM-OCL-JNI] ERROR : clEnqueueWriteBuffer -> Returned: -5, WRITE",
    "'[ERROR] clEnqueueReadBuffer, code = -5 n[TornadoVM-OCL-JNI] ERROR : clEnqueueReadBuffer -> Returned: -5', READ",
    "[TornadoVM-OCL-JNI] ERROR : clFinish -> Returned: -5, OTHER",
    "[TornadoVM-CUDA-JNI] ERROR : cuLaunchKernel -> Returned: 701 (CUDA_ERROR), LAUNCH",
    "\t[TornadoVM-PTX-JNI] ERROR : cuMemcpyHtoDAsync -> Returned: 700, WRITE",
    "[TornadoVM-CUDA-JNI] ERROR : cuMemcpyDtoHAsyncMemSeg -> Returned: 700, READ",
    "[TornadoVM-CUDA-JNI] ERROR : cuStreamSynchronize -> Returned: 700, OTHER"
  })
  void aLineOfTornadoVmSaysWhatWasRefused(String line, Kind kind) {
    assertThat(Refusal.in("a warning\n" + line + "\n")).contains(new Refusal(kind));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[TornadoVM-OCL-JNI] ERROR : clGetDeviceInfo -> Returned: -30",
        "[TornadoVM-OCL-JNI] ERROR : clReleaseKernel -> Returned: -48",
        "[TornadoVM-OCL-JNI] Calling : clFinish -> Status: 0"
      })
  void whatIsOnlyAskedOrGivenBackIsNone(String line) {
    assertThat(Refusal.in(line)).isEmpty();
  }

  @Test
  void theFirstOfSeveralCounts() {
    assertThat(Refusal.in("ERROR : clEnqueueNDRangeKernel\nERROR : clEnqueueReadBuffer\n"))
        .isEqualTo(Optional.of(new Refusal(Kind.LAUNCH)));
  }
}
