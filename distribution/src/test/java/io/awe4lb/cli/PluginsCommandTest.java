package io.awe4lb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.kernel.plugin.PluginInfo;
import io.awe4lb.kernel.plugin.PluginInfo.Reason;
import io.awe4lb.kernel.plugin.PluginInfo.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginsCommandTest {

    @Test
    void aFailedPluginIsExplainedBelowTheTable() {
        var strategies = new PluginInfo(
                "strategies", "0.1.0", "", Path.of("plugins/s.jar"), State.STARTED, Reason.LOADED, "Fine.", Instant.EPOCH,
                List.of("strategy random", "strategy weight"));
        var broken = new PluginInfo(
                "broken.jar", "", "", Path.of("plugins/broken.jar"), State.FAILED, Reason.NOT_A_JAR, "It is no zip archive: copy it again.",
                Instant.EPOCH, List.of());
        assertEquals("""
                ID          VERSION  STATE    TYPES
                strategies  0.1.0    started  strategy random, strategy weight
                broken.jar  -        failed   -

                broken.jar failed (not_a_jar): plugins/broken.jar
                  It is no zip archive: copy it again.""", String.join("\n", PluginsCommand.lines(List.of(strategies, broken))));
    }
}
