package io.awe4lb.plugins.health.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.awe4lb.spi.CheckResult;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Exceptions as the JDK throws them for the errors of connect(2). */
class ConnectFailureTest {

    static Stream<Arguments> backendsFaults() {
        return Stream.of(
                Arguments.of("connect_refused", new ConnectException("Connection refused")),
                Arguments.of("connect_refused", new ConnectException("Verbindungsaufbau abgelehnt")),
                Arguments.of("connect_timeout", new SocketTimeoutException("Connect timed out")),
                Arguments.of("connect_timeout", new ConnectException("Connection timed out")),
                Arguments.of("unreachable", new NoRouteToHostException("No route to host")),
                Arguments.of("unreachable", new SocketException("Network is unreachable")),
                Arguments.of("unreachable", new SocketException("No such file or directory")),
                Arguments.of("permission_denied", new BindException("Permission denied")),
                Arguments.of("permission_denied", new SocketException("Permission denied")),
                Arguments.of("queue_full", new SocketException("Resource temporarily unavailable")),
                Arguments.of("connect_failed", new SocketException("Invalid argument")),
                Arguments.of("connect_failed", new IOException()));
    }

    @ParameterizedTest
    @MethodSource("backendsFaults")
    void isTheBackendsFault(String code, IOException failure) {
        assertEquals(code, assertInstanceOf(CheckResult.Failed.class, ConnectFailure.of(failure, Duration.ofMillis(7))).code());
    }

    static Stream<IOException> ownFaults() {
        return Stream.of(
                new BindException("Cannot assign requested address"),
                new BindException("Die angeforderte Adresse kann nicht zugewiesen werden"),
                new SocketException("Too many open files"),
                new SocketException("No buffer space available"),
                new SocketException("Cannot allocate memory"));
    }

    @ParameterizedTest
    @MethodSource("ownFaults")
    void isThisMachinesFault(IOException failure) {
        assertInstanceOf(CheckResult.Inconclusive.class, ConnectFailure.of(failure, Duration.ofMillis(7)));
    }
}
