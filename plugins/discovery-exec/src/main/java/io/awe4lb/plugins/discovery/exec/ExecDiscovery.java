package io.awe4lb.plugins.discovery.exec;

import io.awe4lb.spi.Discovered;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import java.time.Duration;

/** Runs its program at each question and reads what it writes. */
final class ExecDiscovery implements Discovery {

    private final Program program;
    private final Format format;

    ExecDiscovery(Program program, Format format) {
        this.program = program;
        this.format = format;
    }

    @Override
    public Discovered discover() throws DiscoveryException, InterruptedException {
        String output = program.run();
        try {
            return Discovered.validFor(format.read(output), Duration.ZERO);
        } catch (IllegalArgumentException wrong) {
            throw new DiscoveryException(
                    "what %s writes is not understood: %s".formatted(program.name(), program.hide(String.valueOf(wrong.getMessage()))),
                    wrong);
        }
    }
}
