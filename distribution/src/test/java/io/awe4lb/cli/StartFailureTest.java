package io.awe4lb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.cli.command.Failure;
import io.awe4lb.kernel.runtime.ChangeException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StartFailureTest {

    private static Failure of(String sentence) {
        return StartFailure.of(new ChangeException(ChangeException.Reason.BIND, "/listeners/dns/bind", sentence, new IOException()));
    }

    @Test
    void theCommandThatFindsTheOtherProcessSuitsTheProtocol() {
        String tcp = String.valueOf(of("listener web: cannot bind 0.0.0.0:80: Address already in use").getMessage());
        assertTrue(tcp.endsWith("'ss -ltnp' shows which"), tcp);
        Failure udp = of("listener dns: cannot bind UDP 0.0.0.0:53: Address already in use");
        assertTrue(String.valueOf(udp.getMessage()).endsWith("'ss -lunp' shows which"), udp.getMessage());
        assertEquals(4, udp.exitCode());
    }
}
