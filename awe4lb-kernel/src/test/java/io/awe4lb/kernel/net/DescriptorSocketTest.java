package io.awe4lb.kernel.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorSocketTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private OnALoop loop;
    private DescriptorSocket sender;
    private DescriptorSocket receiver;

    @BeforeEach
    void connect() throws Exception {
        loop = new OnALoop();
        var address = UnixDomainSocketAddress.of(directory.resolve("hand-over.sock"));
        loop.listens(address);
        sender = DescriptorSocket.connect(address, TIMEOUT);
        receiver = DescriptorSocket.of(loop.detaches(loop.accepted()), TIMEOUT);
    }

    @AfterEach
    void disconnect() {
        sender.close();
        receiver.close();
        loop.close();
    }

    @Test
    void descriptorsComeInOrderWithTheirMessage() throws Exception {
        List<OpenDescriptor> sent = streams(DescriptorSocket.MOST_DESCRIPTORS);
        sender.send(bytes("these"), sent);
        sent.forEach(OpenDescriptor::close);
        try (var received = receiver.receive()) {
            assertEquals("these", text(received));
            assertEquals(DescriptorSocket.MOST_DESCRIPTORS, received.descriptors().size());
            List<String> refusals = new ArrayList<>();
            for (OpenDescriptor descriptor : received.descriptors()) {
                refusals.add(assertThrows(IOException.class, () -> LinuxTransport.open().adopt(descriptor)).getMessage());
            }
            assertTrue(refusals.stream().allMatch(refusal -> refusal.contains("is a stream socket that is not connected")),
                    () -> refusals.toString());
        }
    }

    @Test
    void messagesWithDescriptorsDoNotFlowTogether() throws Exception {
        for (String message : List.of("first", "second")) {
            List<OpenDescriptor> sent = streams(1);
            sender.send(bytes(message), sent);
            sent.forEach(OpenDescriptor::close);
        }
        for (String message : List.of("first", "second")) {
            try (var received = receiver.receive()) {
                assertEquals(message, text(received));
                assertEquals(1, received.descriptors().size());
            }
        }
    }

    @Test
    void aLongMessageArrivesWholeAndItsDescriptorsOnce() throws Exception {
        byte[] message = new byte[5 * DescriptorSocket.BUFFER_SIZE + 17];
        new Random(6).nextBytes(message);
        List<OpenDescriptor> sent = streams(2);
        var sending = CompletableFuture.runAsync(() -> send(message, sent));
        var bytes = new ByteArrayOutputStream();
        int descriptors = 0;
        while (bytes.size() < message.length) {
            try (var received = receiver.receive()) {
                assertTrue(received.message().length > 0, "not the end yet");
                bytes.write(received.message());
                descriptors += received.descriptors().size();
            }
        }
        sending.join();
        sent.forEach(OpenDescriptor::close);
        assertArrayEquals(message, bytes.toByteArray());
        assertEquals(2, descriptors);
    }

    private void send(byte[] message, List<OpenDescriptor> descriptors) {
        try {
            sender.send(message, descriptors);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void theEndIsAMessageWithoutBytes() throws Exception {
        sender.close();
        try (var received = receiver.receive()) {
            assertEquals("", text(received));
        }
    }

    @Test
    void nobodyWaitsForEver() throws Exception {
        var address = UnixDomainSocketAddress.of(directory.resolve("silent.sock"));
        loop.listens(address);
        try (var impatient = DescriptorSocket.connect(address, Duration.ofMillis(30))) {
            assertEquals("nothing moved for 30 ms (recvmsg)", assertThrows(SocketTimeoutException.class, impatient::receive).getMessage());
            byte[] more = new byte[4_000_000];
            assertEquals("nothing moved for 30 ms (sendmsg)",
                    assertThrows(SocketTimeoutException.class, () -> impatient.send(more, List.of())).getMessage());
        }
    }

    @Test
    void whoHasLeftIsSaid() {
        receiver.close();
        assertEquals("Broken pipe (EPIPE from sendmsg)",
                assertThrows(IOException.class, () -> sender.send(bytes("x"), List.of())).getMessage());
    }

    @Test
    void aDescriptorThatIsNotOpenIsNotSent() {
        assertEquals("Not an open descriptor (EBADF from sendmsg)", assertThrows(IOException.class,
                () -> sender.send(bytes("x"), List.of(OpenDescriptor.inherited(1_000_000)))).getMessage());
    }

    @Test
    void whatCannotBeOneMessageIsRefused() {
        var many = Collections.nCopies(DescriptorSocket.MOST_DESCRIPTORS + 1, OpenDescriptor.inherited(0));
        assertThrows(IllegalArgumentException.class, () -> sender.send(bytes("x"), many));
        assertThrows(IllegalArgumentException.class, () -> sender.send(new byte[0], List.of()));
    }

    @Test
    void nobodyListeningIsSaid() {
        var address = UnixDomainSocketAddress.of(directory.resolve("nobody.sock"));
        assertEquals("No such file or directory (ENOENT from connect to " + address + ")",
                assertThrows(IOException.class, () -> DescriptorSocket.connect(address, TIMEOUT)).getMessage());
    }

    @Test
    void onlyAUnixSocketCarriesThem() throws Exception {
        var address = (InetSocketAddress) loop.listens(new InetSocketAddress("127.0.0.1", 0));
        try (var _ = new java.net.Socket("127.0.0.1", address.getPort()); var descriptor = loop.detaches(loop.accepted())) {
            assertEquals("descriptor " + descriptor.number() + " is a TCP socket: only a Unix socket carries descriptors",
                    assertThrows(IOException.class, () -> DescriptorSocket.of(descriptor, TIMEOUT)).getMessage());
        }
    }

    /** The system drops what there is no room for, and says no more than that. */
    @Test
    void descriptorsThatWereLostOnTheWayAreSaidAndTheOthersClosed() throws Exception {
        var address = UnixDomainSocketAddress.of(directory.resolve("full.sock"));
        loop.listens(address);
        try (var fullSender = DescriptorSocket.connect(address, TIMEOUT);
                var full = DescriptorSocket.of(new FullProcess(), loop.detaches(loop.accepted()), TIMEOUT)) {
            List<OpenDescriptor> sent = streams(3);
            long before = OpenFiles.count();
            fullSender.send(bytes("x"), sent);
            assertEquals("descriptors were lost on the way: this process may not open so many; raise the limit (ulimit -n)",
                    assertThrows(IOException.class, full::receive).getMessage());
            assertEquals(before, OpenFiles.count());
            sent.forEach(OpenDescriptor::close);
        }
    }

    private static final class FullProcess extends LibC {

        private static final int MSG_FLAGS = 48;

        @Override
        @SuppressWarnings("restricted") // tests are given native access
        long recvmsg(int fd, long header, int flags) {
            long count = super.recvmsg(fd, header, flags);
            MemorySegment.ofAddress(header + MSG_FLAGS).reinterpret(Integer.BYTES).set(ValueLayout.JAVA_INT, 0, LinuxConstants.MSG_CTRUNC);
            return count;
        }
    }

    /** Sockets that are neither connected nor listening. */
    private static List<OpenDescriptor> streams(int count) {
        List<OpenDescriptor> descriptors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            descriptors.add(OpenDescriptor.owned(new LibC().socket(LinuxConstants.AF_INET, LinuxConstants.SOCK_STREAM, 0)));
        }
        return descriptors;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(DescriptorSocket.Received received) {
        return new String(received.message(), StandardCharsets.UTF_8);
    }
}
