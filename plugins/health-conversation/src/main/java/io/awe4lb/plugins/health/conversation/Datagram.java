package io.awe4lb.plugins.health.conversation;

import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.ProxyProtocol;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;

/** One question and its answer by UDP. Whether one of them is lost on the way is what {@code fall} is for. On the virtual thread of the check. */
public final class Datagram {

    /** What is longer is cut. */
    public static final int LARGEST = 8192;

    private Datagram() {}

    /** What is made of a datagram that has come from the backend. */
    @FunctionalInterface
    public interface Judge {

        /**
         * Looks at it.
         *
         * @param answer at most {@link #LARGEST} bytes of it
         * @return the result; empty if it is no answer to this question, so that another one is waited for
         * @throws AnswerFailure with a result too
         * @throws IOException never another one
         */
        Optional<CheckResult> judge(byte[] answer) throws IOException;
    }

    /**
     * Asks from a port of its own, with the PROXY header of version 2 in front if the target wants that, and waits for the answer.
     *
     * @param unixAdvice what to do where the backend is a Unix socket, which takes no UDP
     * @throws InterruptedException when interrupted meanwhile
     */
    public static CheckResult exchange(CheckTarget target, byte[] question, String unixAdvice, Judge judge) throws InterruptedException {
        if (!(target.address() instanceof InetSocketAddress address)) {
            return new CheckResult.Inconclusive("it is a Unix socket, which takes no UDP: " + unixAdvice);
        }
        Deadline deadline = Deadline.within(target.timeout());
        try (var socket = new DatagramSocket()) {
            socket.connect(address); // so that nobody else's answer counts, and that a closed port is told
            byte[] whole = headed(target.proxyProtocol(), question);
            socket.send(new DatagramPacket(whole, whole.length));
            return answer(socket, deadline, judge);
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

    /** Behind the header, where the backend wants one: of version 2, the only one that UDP has. */
    private static byte[] headed(ProxyProtocol version, byte[] question) {
        byte[] header = version == ProxyProtocol.V2 ? version.ownHeader() : new byte[0];
        byte[] whole = Arrays.copyOf(header, header.length + question.length);
        System.arraycopy(question, 0, whole, header.length, question.length);
        return whole;
    }

    private static CheckResult answer(DatagramSocket socket, Deadline deadline, Judge judge) throws IOException {
        while (true) {
            var packet = new DatagramPacket(new byte[LARGEST], LARGEST);
            socket.setSoTimeout(deadline.remainingMillis());
            socket.receive(packet);
            Optional<CheckResult> result = judge.judge(Arrays.copyOf(packet.getData(), packet.getLength()));
            if (result.isPresent()) {
                return result.get();
            }
        }
    }
}
