package io.awe4lb.kernel.config;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.DurationType;
import java.time.Duration;

/** When new work of less important listeners is turned away, so that all else goes on. */
final class OverloadKeys {

    private static final int ALL = 100;
    private static final DurationType LAG = new DurationType(Duration.ofMillis(1), Duration.ofMinutes(1), true);

    private static final Key<Integer> DESCRIPTORS = Key.of(Option.number("descriptorsPercent",
            OverloadConfig.DEFAULT.descriptorsPercent(), 0, ALL,
            "Share of the file descriptors (LimitNOFILE) in use from which on new clients of listeners with a low `priority` are turned "
                    + "away; 0: never."));
    private static final Key<Integer> MEMORY = Key.of(Option.number("memoryPercent", OverloadConfig.DEFAULT.memoryPercent(), 0, ALL,
            "The same for the share of memory in use: of the heap, after a collection, or of the machine's or its container's, with the heap "
                    + "and all that is native; halfway from here to 100 all new clients are; 0: never."));
    private static final Key<Duration> LOOP_LAG = Key.of(Option.of("loopLag", LAG, OverloadConfig.DEFAULT.loopLag(),
            "The same for the time that something ready has to wait for an event loop."));

    static final Key<OverloadConfig> OVERLOAD = Key.section(
            "overload",
            Shape.Section.of(values -> new OverloadConfig(values.get(DESCRIPTORS), values.get(MEMORY), values.get(LOOP_LAG)), DESCRIPTORS,
                    MEMORY, LOOP_LAG),
            "When new work is turned away so that all else goes on.");

    private OverloadKeys() {}
}
