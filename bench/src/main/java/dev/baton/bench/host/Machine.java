package dev.baton.bench.host;

import java.lang.management.ManagementFactory;

/// Where and when figures were made, without which they mean nothing.
///
/// @param load the load average when it was looked at; beyond the number of processors, figures say
///   more about the others on the machine
public record Machine(int processors, long memoryBytes, String system, String java, double load) {

  public static Machine now() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    long memory =
        system instanceof com.sun.management.OperatingSystemMXBean detailed
            ? detailed.getTotalMemorySize()
            : 0;
    return new Machine(
        system.getAvailableProcessors(),
        memory,
        system.getName() + " " + system.getVersion(),
        System.getProperty("java.vm.version"),
        system.getSystemLoadAverage());
  }

  @Override
  public String toString() {
    return "%d processors, %d GiB, %s, Java %s, load %.1f"
        .formatted(processors, memoryBytes >> 30, system, java, load);
  }
}
