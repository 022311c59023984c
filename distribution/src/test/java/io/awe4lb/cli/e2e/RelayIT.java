package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What one client and one backend say to each other. */
@Order(1)
class RelayIT {

    @Nested
    class OnLinux extends Relay {

        OnLinux() {
            super("linux");
        }
    }

    @Nested
    class OnNio extends Relay {

        OnNio() {
            super("nio");
        }
    }

    /** With one program. */
    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class Relay extends EndToEnd {

        private static final Bulk UP = new Bulk(100_000_000, 1);
        private static final Bulk DOWN = new Bulk(100_000_000, 2);

        private final String transport;
        private Listening backends;
        private InetSocketAddress usual;
        private InetSocketAddress withoutHalfClose;

        Relay(String transport) {
            this.transport = transport;
        }

        @BeforeAll
        void serve() throws Exception {
            prepareOnce();
            backends = listening();
            Awe4lb awe4lb = serving("""
                    transport: %s
                    listeners:
                      usual: {bind: "127.0.0.1:0", pool: only}
                      withoutHalfClose: {bind: "127.0.0.1:0", pool: only, halfClose: false}
                    pools:
                      only: {backends: ["%s"]}
                    """, transport, backends);
            usual = awe4lb.address("usual");
            withoutHalfClose = awe4lb.address("withoutHalfClose");
        }

        @Test
        void aServerThatSpeaksFirstIsHeard() throws Exception {
            Peer client = client(usual);
            Peer backend = backends.accepts();
            backend.sends("220 mail.example ESMTP\r\n");
            client.receives("220 mail.example ESMTP\r\n");
            client.sends("EHLO client.example\r\n");
            backend.receives("EHLO client.example\r\n");
            backend.sends("250 mail.example\r\n");
            client.receives("250 mail.example\r\n");
            client.sends("QUIT\r\n");
            backend.receives("QUIT\r\n");
            backend.sends("221 bye\r\n");
            backend.close();
            client.receives("221 bye\r\n");
            client.seesEnd();
        }

        @Test
        void afterTheClientsEndTheAnswerStillComes() throws Exception {
            Peer client = client(usual);
            Peer backend = backends.accepts();
            client.sends("question");
            client.halfCloses();
            backend.receives("question");
            backend.seesEnd();
            backend.sends("answer");
            client.receives("answer");
            backend.close();
            client.seesEnd();
        }

        @Test
        void afterTheBackendsEndTheClientIsStillHeard() throws Exception {
            Peer client = client(usual);
            Peer backend = backends.accepts();
            backend.sends("all I have to say");
            backend.halfCloses();
            client.receives("all I have to say");
            client.seesEnd();
            client.sends("but I go on");
            backend.receives("but I go on");
            client.close();
            backend.seesEnd();
        }

        @Test
        void withoutHalfCloseTheEndOfTheBackendEndsBoth() throws Exception {
            Peer client = client(withoutHalfClose);
            Peer backend = backends.accepts();
            backend.sends("bye");
            backend.halfCloses();
            client.receives("bye");
            client.seesEnd();
            backend.isClosed();
        }

        @Test
        void withoutHalfCloseTheEndOfTheClientEndsBoth() throws Exception {
            Peer client = client(withoutHalfClose);
            Peer backend = backends.accepts();
            client.sends("bye");
            client.halfCloses();
            backend.receives("bye");
            backend.seesEnd();
            client.isClosed();
        }

        @Test
        void aResetIsPassedOnToTheClient() throws Exception {
            Peer client = client(usual);
            Peer backend = backends.accepts();
            backend.sends("x");
            client.receives("x");
            backend.resets();
            client.seesReset();
        }

        @Test
        void aResetIsPassedOnToTheBackend() throws Exception {
            Peer client = client(usual);
            Peer backend = backends.accepts();
            client.sends("x");
            backend.receives("x");
            client.resets();
            backend.seesReset();
        }

        @Test
        void aHundredMegabytesArriveByteExactInBothDirectionsAtOnceAndBothEndsArePassedOn() throws Exception {
            Peer client = client(usual);
            Peer backend = backends.accepts();
            List<Background> all = List.of(
                    Background.begin(() -> sendAndEnd(UP, client)),
                    Background.begin(() -> sendAndEnd(DOWN, backend)),
                    Background.begin(() -> UP.isAllOf(backend.input())),
                    Background.begin(() -> DOWN.isAllOf(client.input())));
            for (Background one : all) {
                one.completes();
            }
        }

        @Test
        void aHundredMegabytesArriveByteExactFromAClientThatHasEndedAndThenBack() throws Exception {
            Peer client = client(usual);
            Peer backend = backends.accepts();
            Background sending = Background.begin(() -> sendAndEnd(UP, client));
            UP.isAllOf(backend.input());
            sending.completes();
            Background answering = Background.begin(() -> sendAndEnd(DOWN, backend));
            DOWN.isAllOf(client.input());
            answering.completes();
        }

        @Test
        void aSlowReaderStopsTheSenderAndLosesNothing() throws Exception {
            Peer client = client(usual);
            Peer backend = backends.accepts();
            AtomicLong sent = new AtomicLong();
            Background sending = Background.begin(() -> {
                UP.sendTo(client.output(), sent::addAndGet);
                client.halfCloses();
            });
            Eventually.standsStill("the sender", sent::get);
            assertTrue(sent.get() < UP.size() / 2, () -> sent + " bytes were taken although nobody reads them");
            UP.isAllOf(backend.input());
            sending.completes();
        }

        @Test
        void manyConversationsAtOnceDoNotMixUp() throws Exception {
            Random random = new Random(3);
            List<Background> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                Peer client = client(usual);
                Peer backend = backends.accepts();
                Bulk up = new Bulk(random.nextInt(300_000), i);
                all.add(Background.begin(() -> sendAndEnd(up, client)));
                all.add(Background.begin(() -> up.isAllOf(backend.input())));
            }
            for (Background one : all) {
                one.completes();
            }
        }

        private static void sendAndEnd(Bulk bulk, Peer peer) throws Exception {
            bulk.sendTo(peer.output());
            peer.halfCloses();
        }
    }
}
