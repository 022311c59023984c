package io.awe4lb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.awe4lb.cli.Serving.Stop;
import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.config.Providers;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.store.DataDirectory;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServingTest {

    private Balancer balancer;

    @AfterEach
    void closeIt() {
        balancer.close();
    }

    @Test
    void termEndsItGracefully() throws Exception {
        Serving serving = serving("0s");
        serving.stop(Stop.GRACEFULLY);
        assertEquals(143, serving.untilStopped());
        assertFalse(balancer.isReady());
        assertEquals(List.of("stopping TERM"), told());
    }

    @Test
    void intEndsItAtOnce() throws Exception {
        Serving serving = serving("1h");
        serving.stop(Stop.NOW);
        assertEquals(130, serving.untilStopped());
        assertFalse(balancer.isReady());
        assertEquals(List.of("stopping INT"), told());
    }

    @Test
    void aSecondTermCutsAGracefulStopShort() throws Exception {
        assertEquals(143, afterTermAnd(Stop.GRACEFULLY));
    }

    @Test
    void intCutsAGracefulStopShort() throws Exception {
        assertEquals(130, afterTermAnd(Stop.NOW));
        assertEquals(List.of("stopping TERM", "stopping INT"), told());
    }

    /** The exit code when a stop that would take an hour is followed by another one. */
    private int afterTermAnd(Stop second) throws Exception {
        Serving serving = serving("1h");
        var ended = CompletableFuture.supplyAsync(serving::untilStopped);
        serving.stop(Stop.GRACEFULLY);
        serving.stop(second);
        return ended.get();
    }

    private List<String> told() {
        return balancer.events().latest(10).stream().map(event -> event.type().word() + " " + event.who()).toList();
    }

    private Serving serving(String delay) throws Exception {
        var result = new ConfigReader(Providers.of(List.of()), _ -> null).read("test",
                "{loops: 1, transport: nio, shutdown: {delay: " + delay + "}}");
        balancer = Balancer.start(assertInstanceOf(ConfigResult.Valid.class, result).config(), new Events(InstantSource.system()),
                DataDirectory.inMemory());
        return new Serving(balancer);
    }
}
