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

/** Says of each plugin that failed at the start that it did, in the log and as an event. */
final class FailedPlugins {

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb");

    private FailedPlugins() {}

    /** Whether there is any. */
    static boolean tell(PluginHost host, Events events) {
        List<PluginInfo> failed = host.plugins().stream().filter(plugin -> plugin.state() == PluginInfo.State.FAILED).toList();
        failed.forEach(plugin -> {
            LOG.warn("plugin {} failed ({}): {}", plugin.id(), plugin.path(), plugin.sentence());
            events.publish(EventType.PLUGIN, Event.Severity.WARNING, Subject.NONE, "",
                    "plugin %s failed (%s): %s".formatted(plugin.id(), plugin.reason().code(), plugin.sentence()));
        });
        return !failed.isEmpty();
    }
}
