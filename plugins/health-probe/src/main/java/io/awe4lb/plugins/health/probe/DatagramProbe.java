package io.awe4lb.plugins.health.probe;

import io.awe4lb.plugins.health.conversation.Datagram;
import io.awe4lb.plugins.health.conversation.Excerpt;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import java.io.IOException;
import java.util.Optional;

/** Sends one datagram and judges the first that comes back from there; what is longer than {@link Datagram#LARGEST}, by its beginning. */
final class DatagramProbe implements HealthCheck {

    private final byte[] send;
    private final Expected expected;

    DatagramProbe(byte[] send, Expected expected) {
        this.send = send;
        this.expected = expected;
    }

    @Override
    public CheckResult check(CheckTarget target) throws InterruptedException {
        return Datagram.exchange(target, send, "use 'protocol: tcp', or set 'host' and 'port'", this::judge);
    }

    private Optional<CheckResult> judge(byte[] answer) throws IOException {
        if (expected.judge(answer) != Expected.Verdict.RIGHT) {
            throw Wrong.of(answer, expected);
        }
        return Optional.of(new CheckResult.Passed("answered " + Excerpt.of(answer)));
    }
}
