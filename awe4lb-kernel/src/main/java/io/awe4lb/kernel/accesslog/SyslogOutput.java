package io.awe4lb.kernel.accesslog;

import io.awe4lb.kernel.config.AccessLogTarget;
import io.awe4lb.spi.ConnectionRecord;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A syslog server: messages as RFC 5424 has them, over UDP as in RFC 5426 and over TCP as in RFC 6587. It is looked up at each connect. */
final class SyslogOutput implements LogOutput {

    /** How messages travel. */
    private interface Way extends AutoCloseable {

        void send(Batch batch) throws IOException;

        void check() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Something with the open way. */
    private interface Attempt {

        void make() throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(SyslogOutput.class);
    private static final int CONNECT_TIMEOUT = (int) TimeUnit.SECONDS.toMillis(2);

    private final AccessLogTarget.Syslog target;
    private final SyslogHeader header;
    private volatile @Nullable Way way;

    private SyslogOutput(AccessLogTarget.Syslog target) {
        this.target = target;
        this.header = SyslogHeader.of(target.facility());
    }

    static SyslogOutput of(AccessLogTarget.Syslog target) {
        return new SyslogOutput(target);
    }

    @Override
    public Batch.Framing framing() {
        return switch (target.protocol()) {
            case UDP -> Batch.Framing.DATAGRAM;
            case TCP -> Batch.Framing.COUNTED;
        };
    }

    @Override
    public void begin(ConnectionRecord record, StringBuilder line) {
        header.append(record, line);
    }

    @Override
    public void write(Batch batch) throws IOException {
        if (way == null) {
            way = connected();
        }
        Way open = Objects.requireNonNull(way);
        tried(() -> open.send(batch));
    }

    @Override
    public void check() throws IOException {
        Way open = way;
        if (open != null) {
            tried(open::check);
        }
    }

    private void tried(Attempt attempt) throws IOException {
        try {
            attempt.make();
        } catch (IOException failure) {
            reopen();
            throw failure;
        }
    }

    private Way connected() throws IOException {
        var address = new InetSocketAddress(InetAddress.getByName(target.server().host()), target.server().port());
        return switch (target.protocol()) {
            case UDP -> new Datagrams(address);
            case TCP -> new Stream(address);
        };
    }

    @Override
    public void reopen() {
        close();
        way = null;
    }

    @Override
    public void close() {
        Way open = way;
        if (open != null) {
            try {
                open.close();
            } catch (IOException failure) {
                LOG.debug("access log: {} was not closed in order", target, failure);
            }
        }
    }

    /** Connected, so that the system tells when nobody listens. */
    private static final class Datagrams implements Way {

        private final DatagramSocket socket = new DatagramSocket();

        Datagrams(InetSocketAddress address) throws IOException {
            try {
                socket.connect(address);
                socket.setSoTimeout(1);
            } catch (IOException failure) {
                socket.close();
                throw failure;
            }
        }

        @Override
        public void send(Batch batch) throws IOException {
            while (!batch.isTaken()) {
                int length = batch.endOfLine() - batch.position();
                socket.send(new DatagramPacket(batch.bytes(), batch.position(), length));
                batch.took(length);
            }
        }

        /** The system tells a reader at once that nobody listened, and whoever sends only with the next datagram. */
        @Override
        public void check() throws IOException {
            try {
                socket.receive(new DatagramPacket(new byte[1], 1));
            } catch (SocketTimeoutException _) {
                return; // nobody has refused, nor said anything, as it should be
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** Its messages may be there twice after it broke, never in part. */
    private static final class Stream implements Way {

        private final Socket socket = new Socket();

        Stream(InetSocketAddress address) throws IOException {
            try {
                socket.connect(address, CONNECT_TIMEOUT);
                socket.setSoTimeout(1);
            } catch (IOException failure) {
                socket.close();
                throw failure;
            }
        }

        @Override
        public void send(Batch batch) throws IOException {
            check();
            batch.rewind();
            socket.getOutputStream().write(batch.bytes(), 0, batch.end());
            batch.took(batch.end());
        }

        /** What is written to a server that has closed is lost without a word: whoever reads hears of it. */
        @Override
        public void check() throws IOException {
            try {
                if (socket.getInputStream().read() < 0) {
                    throw new IOException("the server has closed the connection");
                }
            } catch (SocketTimeoutException _) {
                return; // it is open, and says nothing, as it should
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
