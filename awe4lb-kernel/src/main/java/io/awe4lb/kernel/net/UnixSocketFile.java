package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.BindException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file of a Unix socket, which outlives a process that was killed. */
final class UnixSocketFile {

    private UnixSocketFile() {}

    /**
     * Removes the file if nobody listens on it any more.
     *
     * @throws BindException if somebody does, or if the file is something else
     */
    static void removeStale(UnixDomainSocketAddress address) throws IOException {
        Path file = address.getPath();
        if (!Files.exists(file)) {
            return;
        }
        if (Files.isRegularFile(file) || Files.isDirectory(file)) {
            throw new BindException("a file that is not a socket is in the way");
        }
        try (SocketChannel _ = SocketChannel.open(address)) {
            throw new BindException("Address already in use");
        } catch (BindException inUse) {
            throw inUse;
        } catch (IOException _) { // nobody listens
            Files.delete(file);
        }
    }
}
