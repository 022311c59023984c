package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.admission.Bandwidth;
import io.awe4lb.kernel.listener.Fault;
import io.awe4lb.kernel.net.LayeredSocket;
import io.awe4lb.kernel.net.NativeBuffer;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.net.SocketHandler;
import io.awe4lb.kernel.net.Timer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One of the two sockets of a connection that has a fault: what can be read of it comes late, slowly or not at all, and waits in the system
 * meanwhile, as of a slow peer. When the fault is over it reads as ever.
 */
final class FaultySocket extends LayeredSocket implements SocketHandler {

    /** From one look to the next whether the fault is over, while nothing goes through. */
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

    private final FaultInjection injection;
    private final boolean isBackend;
    private final @Nullable Bandwidth bandwidth;
    private final Wait wait = new Wait();
    private @Nullable SocketHandler handler;
    private boolean wantsRead;
    /** Whether bytes are there that wait. */
    private boolean isWaiting;
    /** Whether they have waited for long enough. */
    private boolean isDue;

    private final class Wait extends Timer {

        @Override
        protected void onTimeout() {
            if (injection.fault().blackhole() && injection.holds()) {
                injection.loop().timers().schedule(this, injection.loop().now() + LOOK);
                return;
            }
            isWaiting = false;
            isDue = true;
            under().wantRead(wantsRead);
        }
    }

    FaultySocket(Socket under, FaultInjection injection, boolean isBackend) {
        super(under);
        this.injection = injection;
        this.isBackend = isBackend;
        Fault fault = injection.fault();
        this.bandwidth = fault.bandwidth().isPresent() ? new Bandwidth(fault.bandwidth().getAsLong(), injection.loop().now()) : null;
        under.handler(this);
    }

    @Override
    public int read(NativeBuffer target) throws IOException {
        if (!isDue || isBackend && injection.isAtEnd()) {
            return 0;
        }
        narrow(target.bytes());
        int count = under().read(target);
        if (count > 0) {
            moved(count);
        }
        return count;
    }

    /** As far as whatever is below can give a part. */
    private void narrow(ByteBuffer bytes) {
        long room = Math.min(isBackend ? injection.roomToClient() : Long.MAX_VALUE,
                bandwidth == null ? Long.MAX_VALUE : bandwidth.room(injection.loop().now()));
        if (injection.holds() && !(under() instanceof LayeredSocket) && room < bytes.remaining()) {
            bytes.limit(bytes.position() + (int) Math.max(1, room));
        }
    }

    private void moved(int count) {
        if (bandwidth != null) {
            bandwidth.use(count, injection.loop().now());
            isDue = !injection.holds(); // another read waits for its turn
        }
        if (isBackend) {
            injection.toClient(count);
        }
    }

    @Override
    public void onReadable() {
        isDue |= !injection.holds();
        SocketHandler reader = handler;
        if (!isDue) {
            begin();
        } else if (wantsRead && reader != null) {
            reader.onReadable();
            isDue = !injection.holds(); // what comes next waits anew
        }
    }

    /** Bytes have come: they wait from now on. */
    private void begin() {
        isWaiting = true;
        under().wantRead(false);
        injection.loop().timers().schedule(wait, injection.loop().now() + (injection.fault().blackhole() ? LOOK : delay()));
    }

    private long delay() {
        Fault fault = injection.fault();
        long jitter = fault.jitter().toNanos();
        long delay = fault.latency().toNanos() + (jitter == 0 ? 0 : ThreadLocalRandom.current().nextLong(-jitter, jitter + 1));
        long now = injection.loop().now();
        return Math.max(0, bandwidth == null ? delay : Math.max(delay, bandwidth.next(now) - now));
    }

    @Override
    public void wantRead(boolean on) {
        wantsRead = on;
        under().wantRead(on && !isWaiting);
    }

    @Override
    public void onWritable() {
        SocketHandler writer = handler;
        if (writer != null) {
            writer.onWritable();
        }
    }

    @Override
    public void onBug(Throwable bug) {
        SocketHandler whose = handler;
        if (whose != null) {
            whose.onBug(bug);
        }
    }

    @Override
    public void handler(SocketHandler next) {
        handler = next;
    }

    @Override
    public void close() {
        end();
        under().close();
    }

    @Override
    public void reset() {
        end();
        under().reset();
    }

    private void end() {
        handler = null;
        injection.loop().timers().cancel(wait);
        injection.ended();
    }
}
