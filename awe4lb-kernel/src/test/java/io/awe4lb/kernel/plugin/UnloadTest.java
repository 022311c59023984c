package io.awe4lb.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnloadTest {

    private static final int LOADS = 50;
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
    private final Set<Reference<ClassLoader>> loaders = new HashSet<>();

    @Test
    void fiftyLoadsAndUnloadsLeaveNoClassLoaderBehind() throws InterruptedException {
        PluginJar.good("first").in(directory, "1.jar");
        PluginJar.good("second").in(directory, "2.jar");
        PluginJar.providing("third", ProviderClass.of("com.acme.Third", "first")).in(directory, "3.jar"); // fails: first is taken
        for (int load = 0; load < LOADS; load++) {
            loadAndUnload();
        }
        assertEquals(2 * LOADS, loaders.size());

        var deadline = Instant.now().plus(DEADLINE);
        while (!loaders.isEmpty() && Instant.now().isBefore(deadline)) {
            System.gc();
            for (var reference = collected.remove(100); reference != null; reference = collected.poll()) {
                loaders.remove(reference);
            }
        }

        assertEquals(0, loaders.size(), "class loaders that are still there");
    }

    private void loadAndUnload() {
        try (var host = PluginHost.load(List.of(directory))) {
            for (var strategy : host.providers().strategies().values()) {
                loaders.add(new WeakReference<>(strategy.getClass().getClassLoader(), collected));
            }
        }
    }
}
