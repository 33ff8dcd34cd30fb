package io.github.thalweg.engine.tornado;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.tornado.driver.GroupLimits;
import io.github.thalweg.engine.tornado.plan.StyleChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import uk.ac.manchester.tornado.api.TornadoBackend;
import uk.ac.manchester.tornado.api.TornadoDeviceMap;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;

/** The devices of every backend that TornadoVM offers. */
final class DeviceList {
  /** The memory that TornadoVM uses if {@code tornado.device.memory} is not set. */
  private static final String DEFAULT_MEMORY = "4GB";

  private DeviceList() {}

  static List<Device> all() {
    List<Device> devices = new ArrayList<>();
    TornadoDeviceMap map = TornadoExecutionPlan.getTornadoDeviceMap();
    for (TornadoBackend backend : map.getAllBackends()) {
      List<TornadoDevice> ofBackend = backend.getAllDevices();
      for (int i = 0; i < ofBackend.size(); i++) {
        TornadoDevice device = ofBackend.get(i);
        DeviceInfo info = info(device, i);
        GroupLimits limits = GroupLimits.of(device);
        devices.add(
            new PlanDevice(
                info,
                device,
                new AtomicLong(),
                Precision.FP32,
                program -> StyleChoice.of(program, info, limits, Kernels.AUTO)));
      }
    }
    return List.copyOf(devices);
  }

  private static DeviceInfo info(TornadoDevice device, int index) {
    String backend = device.getTornadoVMBackend().name().toLowerCase(Locale.ROOT);
    return new DeviceInfo(
        backend + ":" + index,
        TornadoEngine.NAME,
        device.getPhysicalDevice().getDeviceName().strip(),
        backend,
        type(device.getDeviceType()),
        Kernels.AUTO.key(),
        Math.min(device.getPhysicalDevice().getDeviceGlobalMemorySize(), memoryLimit()),
        device.getPhysicalDevice().getDeviceMaxComputeUnits(),
        Optional.empty());
  }

  private static String type(TornadoDeviceType type) {
    return switch (type) {
      case CPU -> "cpu";
      case GPU -> "gpu";
      default -> "accelerator";
    };
  }

  /** The most memory of a device that TornadoVM uses. */
  private static long memoryLimit() {
    String size =
        System.getProperty("tornado.device.memory", DEFAULT_MEMORY).toUpperCase(Locale.ROOT);
    long unit = size.endsWith("GB") ? 1L << 30 : size.endsWith("MB") ? 1L << 20 : 1;
    return Long.parseLong(unit == 1 ? size : size.substring(0, size.length() - 2)) * unit;
  }
}
