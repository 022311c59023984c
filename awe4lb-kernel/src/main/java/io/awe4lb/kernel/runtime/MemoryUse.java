package io.awe4lb.kernel.runtime;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How near the memory is to its end: that of the heap, or that of the machine, which native memory takes too: buffers for slow peers, and what
 * TLS holds. Of the heap nothing counts that nobody needs any more: it is as the last collections have left it.
 */
final class MemoryUse {

    /** Of Linux; source: proc_pid_status(5). */
    private static final Path STATUS = Path.of("/proc/self/status");

    private static final String RESIDENT = "RssAnon:";
    private static final long KIB = 1024;
    private static final double ALL = 100;

    private final List<MemoryPoolMXBean> pools =
            ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP).toList();
    private final OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** @return the larger of both shares, from 0 on */
    double percent() {
        long committed = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
        return percent(heap(), Runtime.getRuntime().maxMemory(), resident() - committed, machine.getTotalMemorySize());
    }

    /** @param outside what is resident beside the heap; less than nothing where not all of the heap was touched yet */
    static double percent(long heap, long maxHeap, long outside, long machine) {
        return Math.max(ALL * heap / maxHeap, ALL * (heap + Math.max(0, outside)) / machine);
    }

    private long heap() {
        long used = 0;
        for (MemoryPoolMXBean pool : pools) {
            MemoryUsage usage = pool.getCollectionUsage();
            used += usage == null ? 0 : usage.getUsed();
        }
        return used;
    }

    /** @return bytes in memory that are no file's; 0 where the system does not tell */
    static long resident() {
        try {
            return resident(Files.readAllLines(STATUS));
        } catch (IOException _) { // another system, or no descriptor is left: then the heap alone is looked at
            return 0;
        }
    }

    static long resident(List<String> status) {
        return status.stream().filter(line -> line.startsWith(RESIDENT)).findFirst()
                .map(line -> Long.parseLong(line.substring(RESIDENT.length()).replace("kB", "").strip()) * KIB).orElse(0L);
    }
}
