package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.admission.Bandwidth;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.LayeredSocket;
import io.awe4lb.kernel.net.NativeBuffer;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.net.SocketHandler;
import io.awe4lb.kernel.net.Timer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A socket that is read no faster than it may be: beyond that, bytes wait in the system, and then with whoever sends them. Writing is as it
 * was. What has no limit is not made one, and goes through pipes as ever.
 */
final class ThrottledSocket extends LayeredSocket {

    private final EventLoop loop;
    private final @Nullable Bandwidth own;
    /** Of all connections of the listener. */
    private final @Nullable Bandwidth all;
    private final Pause pause = new Pause();
    private boolean wantsRead;
    private boolean isPaused;

    private final class Pause extends Timer {

        @Override
        protected void onTimeout() {
            isPaused = false;
            under().wantRead(wantsRead);
        }
    }

    private ThrottledSocket(Socket under, EventLoop loop, @Nullable Bandwidth own, @Nullable Bandwidth all) {
        super(under);
        this.loop = loop;
        this.own = own;
        this.all = all;
    }

    /**
     * The socket as it may be read.
     *
     * @param under of the loop
     * @param bytesPerSecond of it alone; 0: no limit
     * @param all of it and others together; null: no limit
     * @return the very same one where there is no limit
     */
    static Socket above(Socket under, EventLoop loop, long bytesPerSecond, @Nullable Bandwidth all) {
        if (bytesPerSecond == 0 && all == null) {
            return under;
        }
        return new ThrottledSocket(under, loop, bytesPerSecond == 0 ? null : new Bandwidth(bytesPerSecond, loop.now()), all);
    }

    @Override
    public int read(NativeBuffer target) throws IOException {
        long now = loop.now();
        long room = Math.min(room(own, now), room(all, now));
        if (room <= 0) {
            pause(now);
            return 0;
        }
        narrow(target.bytes(), room);
        int count = under().read(target);
        if (count > 0) {
            use(own, count, now);
            use(all, count, now);
        }
        return count;
    }

    private static long room(@Nullable Bandwidth bandwidth, long now) {
        return bandwidth == null ? Long.MAX_VALUE : bandwidth.room(now);
    }

    /** A record of TLS has to be taken as a whole: then the rest is owed. */
    private void narrow(ByteBuffer bytes, long room) {
        if (!(under() instanceof LayeredSocket) && room < bytes.remaining()) {
            bytes.limit(bytes.position() + (int) room);
        }
    }

    private static void use(@Nullable Bandwidth bandwidth, int count, long now) {
        if (bandwidth != null) {
            bandwidth.use(count, now);
        }
    }

    private void pause(long now) {
        isPaused = true;
        under().wantRead(false);
        loop.timers().schedule(pause, Math.max(next(own, now), next(all, now)));
    }

    private static long next(@Nullable Bandwidth bandwidth, long now) {
        return bandwidth == null ? now : bandwidth.next(now);
    }

    @Override
    public void wantRead(boolean on) {
        wantsRead = on;
        under().wantRead(on && !isPaused);
    }

    @Override
    public void handler(SocketHandler handler) {
        under().handler(handler);
    }

    @Override
    public void close() {
        loop.timers().cancel(pause);
        under().close();
    }

    @Override
    public void reset() {
        loop.timers().cancel(pause);
        under().reset();
    }
}
