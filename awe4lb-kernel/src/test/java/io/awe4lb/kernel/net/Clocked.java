package io.awe4lb.kernel.net;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Time as a test wants it, and transports whose loops go by it. Timers need a round of the loop to notice. */
public final class Clocked {

    private final AtomicLong now = new AtomicLong(System.nanoTime());

    /** @return each transport, on this clock */
    public Stream<Transport> transports() {
        return Stream.of(new NioTransport(now::get), LinuxTransport.open(LibC::new, now::get));
    }

    public void advance(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
