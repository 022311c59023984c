package io.awe4lb.kernel.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Descriptors that this process was handed become sockets, or are refused with what they are. */
class AdoptTest {

    private static final int F_GETFD = 1;
    /** What a call answers about a number that is not open: EBADF. */
    private static final int IS_CLOSED = -9;
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 0);

    private final LibC libc = new LibC();
    private final LinuxTransport transport = LinuxTransport.open();
    private final List<OpenDescriptor> opened = new ArrayList<>();

    @AfterEach
    void closeWhatNobodyHasTaken() {
        opened.forEach(OpenDescriptor::close);
    }

    @Test
    void aConnectedSocketIsUsedLikeAnyOther() throws Exception {
        try (var loop = new OnALoop(); var server = new ServerSocket(0, 1, LOOPBACK.getAddress())) {
            OpenDescriptor descriptor = connected(new InetSocketAddress("127.0.0.1", server.getLocalPort()));
            Socket socket = transport.adopt(descriptor);
            assertEquals(server.getLocalSocketAddress(), socket.remoteAddress());
            assertTrue((libc.fcntl(descriptor.number(), LinuxConstants.F_GETFL, 0) & LinuxConstants.O_NONBLOCK) != 0, "does not block");
            assertEquals(LinuxConstants.FD_CLOEXEC, libc.fcntl(descriptor.number(), F_GETFD, 0), "is not inherited");
            loop.attaches(socket);
            try (var peer = server.accept()) {
                loop.writes(socket, "hello");
                assertEquals("hello", new String(peer.getInputStream().readNBytes(5), StandardCharsets.UTF_8));
                peer.getOutputStream().write('x');
                Eventually.until("read what the peer sent", () -> loop.reads(socket).equals("x"));
                loop.run(() -> {
                    socket.close();
                    return socket;
                });
                assertEquals(-1, peer.getInputStream().read());
            }
            assertEquals(IS_CLOSED, libc.fcntl(descriptor.number(), F_GETFD, 0), "closed with its socket, and not twice");
        }
    }

    @Test
    void aListeningSocketAccepts() throws Exception {
        try (var loop = new OnALoop()) {
            ListeningSocket listening = transport.adoptListening(listening(LOOPBACK));
            loop.accepts(listening);
            try (var client = new java.net.Socket("127.0.0.1", ((InetSocketAddress) listening.address()).getPort())) {
                Socket accepted = loop.accepted();
                loop.writes(accepted, "welcome");
                assertEquals("welcome", new String(client.getInputStream().readNBytes(7), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void theFileOfAListeningUnixSocketIsLeftToWhoeverBoundIt(@TempDir Path directory) throws Exception {
        var address = UnixDomainSocketAddress.of(directory.resolve("handed.sock"));
        ListeningSocket listening = transport.adoptListening(listening(address));
        assertEquals(address, listening.address());
        try (var loop = new OnALoop(); var client = SocketChannel.open(UnixDomainSocketAddress.of(address.getPath()))) {
            loop.accepts(listening);
            assertTrue(client.isConnected());
            assertEquals(UnixDomainSocketAddress.of(""), loop.accepted().remoteAddress());
        }
        assertTrue(Files.exists(address.getPath()));
    }

    @Test
    void aNumberThatIsNotOpenIsSaid() {
        refused("descriptor 1000000 is not open", OpenDescriptor.inherited(1_000_000));
        refused("descriptor -1 is not open", OpenDescriptor.inherited(-1));
    }

    @Test
    void whatIsNoSocketIsSaid(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("data"));
        try (var _ = Files.newByteChannel(file)) {
            OpenDescriptor descriptor = OpenDescriptor.inherited(numberOf(file));
            String number = "descriptor " + descriptor.number() + " is " + file + ": ";
            assertEquals(number + "a socket is needed", connectedRefusal(descriptor));
            assertEquals(number + "a socket is needed", listeningRefusal(descriptor));
        }
        OpenDescriptor pipe = keep(pipe());
        assertTrue(connectedRefusal(pipe).matches("descriptor \\d+ is pipe:\\[\\d+]: a socket is needed"), () -> connectedRefusal(pipe));
    }

    @Test
    void socketsOfOtherKindsAreSaid() {
        OpenDescriptor datagrams = socket(LinuxConstants.AF_INET, LinuxConstants.SOCK_DGRAM);
        assertEquals(number(datagrams) + "is a datagram socket: a connected stream socket is needed", connectedRefusal(datagrams));
        assertEquals(number(datagrams) + "is a datagram socket: a listening stream socket is needed", listeningRefusal(datagrams));
        OpenDescriptor packets = socket(LinuxConstants.AF_UNIX, LinuxConstants.SOCK_SEQPACKET);
        assertEquals(number(packets) + "is a socket of packets: a connected stream socket is needed", connectedRefusal(packets));
        int netlink = 16;
        OpenDescriptor raw = socket(netlink, 3);
        assertEquals(number(raw) + "is a socket of type 3: a connected stream socket is needed", connectedRefusal(raw));
    }

    @Test
    void connectedAndListeningSocketsAreNotMixedUp() throws Exception {
        OpenDescriptor fresh = socket(LinuxConstants.AF_INET, LinuxConstants.SOCK_STREAM);
        assertEquals(number(fresh) + "is a stream socket that is not connected, or not any more: a connected one is needed",
                connectedRefusal(fresh));
        assertEquals(number(fresh) + "is a stream socket that does not listen: one that listens is needed", listeningRefusal(fresh));
        OpenDescriptor listening = listening(LOOPBACK);
        assertEquals(number(listening) + "is a socket that listens: a connected stream socket is needed", connectedRefusal(listening));
        try (var server = new ServerSocket(0, 1, LOOPBACK.getAddress())) {
            OpenDescriptor connected = connected(new InetSocketAddress("127.0.0.1", server.getLocalPort()));
            assertEquals(number(connected) + "is a stream socket that does not listen: one that listens is needed",
                    listeningRefusal(connected));
        }
    }

    @Test
    void whatIsRefusedIsLeftAsItWas() {
        OpenDescriptor datagrams = socket(LinuxConstants.AF_INET, LinuxConstants.SOCK_DGRAM);
        int flags = libc.fcntl(datagrams.number(), LinuxConstants.F_GETFL, 0);
        connectedRefusal(datagrams);
        assertEquals(flags, libc.fcntl(datagrams.number(), LinuxConstants.F_GETFL, 0));
        assertEquals(0, libc.fcntl(datagrams.number(), F_GETFD, 0));
        OpenDescriptor inherited = OpenDescriptor.inherited(datagrams.number());
        connectedRefusal(inherited);
        inherited.close();
        assertEquals(0, libc.fcntl(datagrams.number(), F_GETFD, 0), "an inherited one is not closed");
        datagrams.close();
        assertEquals(IS_CLOSED, libc.fcntl(datagrams.number(), F_GETFD, 0), "one that was opened or received is");
    }

    @Test
    void theJdksSocketsCannotBeMadeFromDescriptors() {
        var nio = new NioTransport();
        OpenDescriptor three = OpenDescriptor.inherited(3);
        assertEquals("taking over descriptor 3 needs 'transport: linux'",
                assertThrows(IOException.class, () -> nio.adopt(three)).getMessage());
        assertEquals("taking over descriptor 3 needs 'transport: linux'",
                assertThrows(IOException.class, () -> nio.adoptListening(three)).getMessage());
    }

    @Test
    void norCanTheyBeHandedOver() throws Exception {
        var nio = new NioTransport();
        try (var loop = new OnALoop(nio);
                var _ = new java.net.Socket("127.0.0.1", ((InetSocketAddress) loop.listens(LOOPBACK)).getPort());
                var listening = nio.bind(LOOPBACK, OnALoop.OPTIONS, false)) {
            Socket socket = loop.accepted();
            assertEquals("handing a socket over needs 'transport: linux'", assertThrows(IOException.class, socket::detach).getMessage());
            assertEquals("handing a socket over needs 'transport: linux'", assertThrows(IOException.class, listening::detach).getMessage());
        }
    }

    private void refused(String sentence, OpenDescriptor descriptor) {
        assertEquals(sentence, connectedRefusal(descriptor));
        assertEquals(sentence, listeningRefusal(descriptor));
    }

    private String connectedRefusal(OpenDescriptor descriptor) {
        return assertThrows(IOException.class, () -> transport.adopt(descriptor)).getMessage();
    }

    private String listeningRefusal(OpenDescriptor descriptor) {
        return assertThrows(IOException.class, () -> transport.adoptListening(descriptor)).getMessage();
    }

    private static String number(OpenDescriptor descriptor) {
        return "descriptor " + descriptor.number() + " ";
    }

    /** Blocks, and is inherited by other programs. */
    private OpenDescriptor socket(int family, int type) {
        int fd = libc.socket(family, type, 0);
        assertTrue(fd >= 0, () -> "socket: " + fd);
        return keep(fd);
    }

    private OpenDescriptor connected(InetSocketAddress address) throws IOException {
        OpenDescriptor descriptor = socket(LinuxConstants.AF_INET, LinuxConstants.SOCK_STREAM);
        SockAddr sockAddr = new SockAddr();
        assertEquals(0, libc.connect(descriptor.number(), sockAddr.address(), sockAddr.write(address)));
        return descriptor;
    }

    private OpenDescriptor listening(SocketAddress address) throws IOException {
        OpenDescriptor descriptor = socket(SockAddr.family(address), LinuxConstants.SOCK_STREAM);
        SockAddr sockAddr = new SockAddr();
        assertEquals(0, libc.bind(descriptor.number(), sockAddr.address(), sockAddr.write(address)));
        assertEquals(0, libc.listen(descriptor.number(), 16));
        return descriptor;
    }

    /** @return one end; the other one is closed by the test, too */
    private int pipe() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            assertEquals(0, libc.pipe2(ends.address(), 0));
            keep(ends.getAtIndex(JAVA_INT, 0));
            return ends.getAtIndex(JAVA_INT, 1);
        }
    }

    private OpenDescriptor keep(int fd) {
        OpenDescriptor descriptor = OpenDescriptor.owned(fd);
        opened.add(descriptor);
        return descriptor;
    }

    private static int numberOf(Path file) throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(link -> file.equals(target(link))).mapToInt(link -> Integer.parseInt(link.getFileName().toString()))
                    .findFirst().orElseThrow();
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException _) { // the descriptor of the listing itself
            return link;
        }
    }
}
