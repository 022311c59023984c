package io.awe4lb.kernel.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacklogReaderTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final int LISTEN = 10;
    private static final int ESTABLISHED = 1;

    @Test
    void whoIsNotAcceptedYetIsSeenAndWhoFindsNoRoomIsCounted() throws Exception {
        List<SocketChannel> clients = new ArrayList<>();
        try (ListeningSocket socket = LinuxTransport.open().bind(ANY_PORT, OnALoop.OPTIONS, false)) {
            assertEquals(Optional.of(new Backlog(0, 16, 0)), socket.backlog());
            connect(3, socket, clients);
            Eventually.is(Optional.of(new Backlog(3, 16, 0)), socket::backlog, () -> "three wait");
            connect(20, socket, clients);
            Eventually.until("some are dropped", () -> socket.backlog().filter(backlog -> backlog.dropped() > 0).isPresent());
            assertTrue(socket.backlog().orElseThrow().waiting() >= 16, () -> socket.backlog().toString());
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    private static void connect(int count, ListeningSocket socket, List<SocketChannel> clients) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel client = SocketChannel.open();
            client.configureBlocking(false);
            client.connect(socket.address());
            clients.add(client);
        }
    }

    @Test
    void aSocketThatIsClosedHasNone() throws Exception {
        ListeningSocket socket = LinuxTransport.open().bind(ANY_PORT, OnALoop.OPTIONS, false);
        socket.close();
        assertEquals(Optional.empty(), socket.backlog());
    }

    @Test
    void unixSocketsAndThoseOfTheJdkTellNone(@TempDir Path directory) throws Exception {
        var unix = UnixDomainSocketAddress.of(directory.resolve("s"));
        try (ListeningSocket one = LinuxTransport.open().bind(unix, OnALoop.OPTIONS, false);
                ListeningSocket other = new NioTransport().bind(ANY_PORT, OnALoop.OPTIONS, false)) {
            assertEquals(Optional.empty(), one.backlog());
            assertEquals(Optional.empty(), other.backlog());
        }
    }

    @Test
    void eachMemberIsReadFromItsPlace() {
        assertEquals(Optional.of(new Backlog(24, 28, 32)), new BacklogReader(new Kernel(LISTEN, true)).read(5));
    }

    @Test
    void aDescriptorThatIsSomethingElseMeanwhileTellsNothing() {
        assertEquals(Optional.empty(), new BacklogReader(new Kernel(ESTABLISHED, true)).read(5));
        assertEquals(Optional.empty(), new BacklogReader(new LibC() {
            @Override
            int getsockopt(int fd, int level, int option, long value, long length) {
                return -9; // EBADF
            }
        }).read(5));
    }

    @Test
    void aKernelThatDoesNotCountWhatItDropsHasDroppedNothing() {
        assertEquals(Optional.of(new Backlog(24, 28, 0)), new BacklogReader(new Kernel(LISTEN, false)).read(5));
    }

    /** Fills every four bytes with their own offset. */
    private static final class Kernel extends LibC {

        private final int state;
        private final boolean counts;

        Kernel(int state, boolean counts) {
            this.state = state;
            this.counts = counts;
        }

        @Override
        @SuppressWarnings("restricted") // tests are given native access
        int getsockopt(int fd, int level, int option, long value, long length) {
            boolean info = level == LinuxConstants.IPPROTO_TCP && option == LinuxConstants.TCP_INFO;
            if (!info && !counts) {
                return -92; // ENOPROTOOPT
            }
            int size = MemorySegment.ofAddress(length).reinterpret(Integer.BYTES).get(JAVA_INT, 0);
            MemorySegment struct = MemorySegment.ofAddress(value).reinterpret(size);
            for (int offset = 0; offset < size; offset += Integer.BYTES) {
                struct.set(JAVA_INT, offset, offset);
            }
            if (info) {
                struct.set(JAVA_BYTE, 0, (byte) state);
            }
            return 0;
        }
    }
}
