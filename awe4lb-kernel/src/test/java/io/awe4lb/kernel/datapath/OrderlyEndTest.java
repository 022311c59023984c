package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.kernel.net.RecordingLinux;
import io.awe4lb.spi.EndReason;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An orderly end costs no read of its own where the system has told of it together with the last bytes. */
class OrderlyEndTest {

    private final RecordingLinux system = new RecordingLinux();

    @Test
    void lastBytesThatComeWithTheEndAreOneRead() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).loops(1).on(system.transport());
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            client.sends("question");
            backend.receives("question");
            var loopHangs = new CountDownLatch(1);
            var loopMayGoOn = new CountDownLatch(1);
            balanced.balancer().loops().getFirst().loop().execute(() -> {
                loopHangs.countDown();
                await(loopMayGoOn);
            });
            await(loopHangs);
            int readsBefore = system.reads();
            backend.sends("answer");
            backend.halfCloses();
            loopMayGoOn.countDown();
            client.receives("answer");
            client.seesEnd();
            assertEquals(1, system.reads() - readsBefore);
            client.halfCloses();
            balanced.ended(EndReason.NORMAL, 1);
            assertEquals(2, system.reads() - readsBefore, "an end without bytes is a read");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(Peer.DEADLINE, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
