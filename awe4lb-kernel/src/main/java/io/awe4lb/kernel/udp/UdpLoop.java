package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.listener.FlowLoop;
import io.awe4lb.kernel.net.EventLoop;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The UDP side of one event loop. On the loop. */
public final class UdpLoop {

    private final FlowLoop flows;
    private @Nullable ByteBuffer scratch;

    /**
     * Around a loop.
     *
     * @param flows where its sessions live; not shared with another instance
     */
    public UdpLoop(FlowLoop flows) {
        this.flows = flows;
    }

    FlowLoop flows() {
        return flows;
    }

    EventLoop loop() {
        return flows.loop();
    }

    int index() {
        return flows.index();
    }

    /** Native memory with these bytes, until the next call: the loop's own buffer may hold what has just come. */
    ByteBuffer scratch(byte[] bytes) {
        return scratch().put(bytes).flip();
    }

    /** The same, with these bytes first. @param bytes both together no more than {@link EventLoop#BUFFER_SIZE} */
    ByteBuffer scratch(byte[] before, ByteBuffer bytes) {
        return scratch().put(before).put(bytes).flip();
    }

    private ByteBuffer scratch() {
        ByteBuffer memory = scratch == null ? ByteBuffer.allocateDirect(EventLoop.BUFFER_SIZE) : scratch;
        scratch = memory;
        return memory.clear();
    }
}
