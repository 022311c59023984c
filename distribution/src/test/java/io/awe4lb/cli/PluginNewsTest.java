package io.awe4lb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.plugin.PluginHost;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginNewsTest {

    @TempDir
    private Path directory;

    private final Events events = new Events(InstantSource.system());

    @Test
    void eachIsAnEventOfItsOwn() throws IOException {
        Files.writeString(directory.resolve("broken.jar"), "no archive");
        Files.writeString(directory.resolve("empty.jar"), "");
        try (PluginHost host = PluginHost.load(List.of(directory))) {
            assertTrue(PluginNews.tell(host, events));
        }
        List<Event> told = events.latest(10);
        assertEquals(List.of(EventType.PLUGIN, EventType.PLUGIN), told.stream().map(Event::type).toList());
        String message = told.getFirst().message();
        assertTrue(message.startsWith("plugin broken.jar failed (not_a_jar): "), message);
        assertEquals(Event.Severity.WARNING, told.getFirst().severity());
    }

    @Test
    void noneIsNoEvent() {
        try (PluginHost host = PluginHost.load(List.of(directory))) {
            assertFalse(PluginNews.tell(host, events));
        }
        assertEquals(List.of(), events.latest(10));
    }
}
