package io.awe4lb.plugins.health.conversation;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** A socket of which every read ends by one deadline, however slowly the bytes come. TLS that is laid over it reads through here too. */
final class DeadlineSocket extends Socket {

    private final Deadline deadline;

    DeadlineSocket(Deadline deadline) {
        this.deadline = deadline;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                setSoTimeout(deadline.remainingMillis());
                return super.read();
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                setSoTimeout(deadline.remainingMillis());
                return super.read(into, from, most);
            }
        };
    }
}
