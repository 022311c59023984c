package io.awe4lb.cli;

import io.awe4lb.kernel.plugin.PluginHost;
import io.awe4lb.kernel.plugin.PluginInfo;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subject;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which plugins were loaded at the start, as an event, and of each that failed that it did, in the log too. */
final class PluginNews {

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb");

    private PluginNews() {}

    /** Whether one failed. */
    static boolean tell(PluginHost host, Events events) {
        tellLoaded(host, events);
        List<PluginInfo> failed = host.plugins().stream().filter(plugin -> plugin.state() == PluginInfo.State.FAILED).toList();
        failed.forEach(plugin -> {
            LOG.warn("plugin {} failed ({}): {}", plugin.id(), plugin.path(), plugin.sentence());
            events.publish(EventType.PLUGIN, Event.Severity.WARNING, Subject.NONE, "",
                    "plugin %s failed (%s): %s".formatted(plugin.id(), plugin.reason().code(), plugin.sentence()));
        });
        return !failed.isEmpty();
    }

    private static void tellLoaded(PluginHost host, Events events) {
        List<String> loaded = host.plugins().stream().filter(plugin -> plugin.state() == PluginInfo.State.STARTED)
                .map(plugin -> (plugin.id() + " " + plugin.version()).strip()).toList();
        if (!loaded.isEmpty()) {
            events.publish(EventType.PLUGIN, Event.Severity.INFO, Subject.NONE, "", "plugins loaded: " + String.join(", ", loaded));
        }
    }
}
