package io.awe4lb.plugins.health.probe;

import io.awe4lb.plugins.health.conversation.AnswerFailure;
import io.awe4lb.plugins.health.conversation.ConnectFailure;
import io.awe4lb.plugins.health.conversation.Deadline;
import io.awe4lb.plugins.health.conversation.Excerpt;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/** Sends one datagram and judges the first that comes back from there. Whether it is lost on the way is what {@code fall} is for. */
final class DatagramProbe implements HealthCheck {

    /** What is longer is judged by its beginning. */
    private static final int LARGEST = 8192;

    private final byte[] send;
    private final Expected expected;

    DatagramProbe(byte[] send, Expected expected) {
        this.send = send;
        this.expected = expected;
    }

    @Override
    public CheckResult check(CheckTarget target) throws InterruptedException {
        if (!(target.address() instanceof InetSocketAddress address)) {
            return new CheckResult.Inconclusive("it is a Unix socket, which takes no UDP: use 'protocol: tcp', or set 'host' and 'port'");
        }
        Deadline deadline = Deadline.within(target.timeout());
        try (var socket = new DatagramSocket()) {
            socket.connect(address); // so that nobody else's answer counts, and that a closed port is told
            return probe(socket, deadline);
        } catch (AnswerFailure failure) {
            return failure.result();
        } catch (SocketTimeoutException _) {
            return new CheckResult.Failed("answer_timeout", "no answer came within %d ms".formatted(deadline.elapsed().toMillis()));
        } catch (PortUnreachableException _) {
            return new CheckResult.Failed("connect_refused", "nobody listens on its UDP port");
        } catch (IOException failure) {
            if (Thread.interrupted() || failure instanceof InterruptedIOException) {
                throw new InterruptedException("interrupted while waiting for an answer");
            }
            return ConnectFailure.of(failure, deadline.elapsed());
        }
    }

    private CheckResult probe(DatagramSocket socket, Deadline deadline) throws IOException {
        socket.send(new DatagramPacket(send, send.length));
        var packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        socket.setSoTimeout(deadline.remainingMillis());
        socket.receive(packet);
        byte[] answer = Arrays.copyOf(packet.getData(), packet.getLength());
        if (expected.judge(answer) != Expected.Verdict.RIGHT) {
            throw Wrong.of(answer, expected);
        }
        return new CheckResult.Passed("answered " + Excerpt.of(answer));
    }
}
