package io.awe4lb.kernel;

import java.time.Duration;

/** Measures the time of the processor that a task takes. The module under test reads no management module, hence the look-up by name. */
public final class ProcessorTime {

    private ProcessorTime() {}

    /**
     * Of the calling thread alone; whatever else the machine does meanwhile is not in it.
     *
     * @param task run once
     * @return user and system time
     */
    public static Duration of(Runnable task) throws ReflectiveOperationException {
        long begin = now();
        task.run();
        return Duration.ofNanos(now() - begin);
    }

    private static long now() throws ReflectiveOperationException {
        Object bean = Class.forName("java.lang.management.ManagementFactory").getMethod("getThreadMXBean").invoke(null);
        return (long) Class.forName("java.lang.management.ThreadMXBean").getMethod("getCurrentThreadCpuTime").invoke(bean);
    }
}
