package io.awe4lb.kernel.accesslog;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file, or standard output. A line that the disk took half of is completed there once it has room again, and begun anew in another file.
 */
final class ChannelOutput implements LogOutput {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelOutput.class);

    private final Optional<LogFile> file;
    private FileChannel channel;

    private ChannelOutput(Optional<LogFile> file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    @SuppressWarnings("resource") // standard output stays open
    static ChannelOutput stdout() {
        return new ChannelOutput(Optional.empty(), new FileOutputStream(FileDescriptor.out).getChannel());
    }

    static ChannelOutput of(LogFile file) throws IOException {
        return new ChannelOutput(Optional.of(file), file.open());
    }

    @Override
    public Batch.Framing framing() {
        return Batch.Framing.LINE;
    }

    @Override
    public void write(Batch batch) throws IOException {
        if (file.isPresent()) {
            FileChannel before = channel;
            channel = file.get().channel(batch.end() - batch.position());
            if (channel != before) {
                batch.backToLine();
            }
        }
        while (!batch.isTaken()) {
            int written = channel.write(ByteBuffer.wrap(batch.bytes(), batch.position(), batch.end() - batch.position()));
            if (written == 0) {
                throw new IOException("it takes nothing more now");
            }
            batch.took(written);
            file.ifPresent(open -> open.wrote(written));
        }
    }

    @Override
    public void reopen() {
        close();
    }

    @Override
    public void close() {
        file.ifPresent(open -> {
            try {
                open.close();
            } catch (IOException failure) {
                LOG.warn("access log: a file was not closed in order: {}", failure.getMessage());
            }
        });
    }
}
