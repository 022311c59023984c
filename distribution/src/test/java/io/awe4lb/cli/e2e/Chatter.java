package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A client that talks without a pause to a {@link NamedBackend}, and checks every byte that it gets back, until it is told to end. */
final class Chatter implements AutoCloseable {

    private static final int LONGEST = 20_000;

    private final Peer peer;
    private final String servedBy;
    private final Random random;
    private final AtomicLong rounds = new AtomicLong();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Background talking;

    private Chatter(Peer peer, String servedBy, long seed) {
        this.peer = peer;
        this.servedBy = servedBy;
        this.random = new Random(seed);
        this.talking = Background.begin(this::talk);
    }

    /** @param seed which bytes it sends */
    static Chatter begin(InetSocketAddress address, long seed) throws IOException {
        Peer peer = Peer.connect(address);
        return new Chatter(peer, peer.line(), seed);
    }

    private void talk() throws IOException {
        while (!ending.get()) {
            byte[] words = new byte[1 + random.nextInt(LONGEST)];
            random.nextBytes(words);
            peer.output().write(words);
            assertArrayEquals(words, peer.input().readNBytes(words.length));
            rounds.incrementAndGet();
        }
        peer.halfCloses();
        peer.seesEnd();
    }

    String servedBy() {
        return servedBy;
    }

    /** Waits for two more answers: the second was asked for after this was called. */
    void goesOn() throws Exception {
        long goal = rounds.get() + 2;
        Eventually.until("the conversation goes on", () -> rounds.get() >= goal || talking.isDone());
        if (talking.isDone()) {
            talking.completes();
        }
    }

    /** Says goodbye. Fails if anything was wrong since the beginning. */
    void ends() throws Exception {
        ending.set(true);
        talking.completes();
    }

    @Override
    public void close() throws IOException {
        ending.set(true);
        peer.close();
    }
}
