package io.awe4lb.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Measures what a task allocates. The module under test reads no management module, hence the look-up by name. */
public final class Allocation {

    private static final MethodHandle ALLOCATED = allocatedByThisThread();

    private Allocation() {}

    /**
     * Runs a task.
     *
     * @return bytes that this thread allocated meanwhile
     */
    public static long of(Runnable task) {
        long before = allocated();
        task.run();
        return allocated() - before;
    }

    /** @return bytes that this thread has allocated so far */
    public static long allocated() {
        try {
            return (long) ALLOCATED.invokeExact();
        } catch (Throwable failure) {
            throw new AssertionError("the machine does not count allocations", failure);
        }
    }

    private static MethodHandle allocatedByThisThread() {
        try {
            Object bean = Class.forName("java.lang.management.ManagementFactory").getMethod("getThreadMXBean").invoke(null);
            Class<?> type = Class.forName("com.sun.management.ThreadMXBean");
            return MethodHandles.publicLookup()
                    .findVirtual(type, "getCurrentThreadAllocatedBytes", MethodType.methodType(long.class))
                    .bindTo(bean);
        } catch (ReflectiveOperationException failure) {
            throw new AssertionError("the machine does not count allocations", failure);
        }
    }
}
