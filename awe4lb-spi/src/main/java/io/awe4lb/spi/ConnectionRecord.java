package io.awe4lb.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is known of one connection or session when it has ended, or in between. Immutable, but for {@link #live()}, which is asked when it
 * is called.
 *
 * @param time when it ended, or when an interim record was made; millisecond precision
 * @param id as in the list of live connections; unique while the process runs, more than 0
 * @param event whether it has ended
 * @param listener id of the listener that it came by
 * @param protocol what the client speaks
 * @param source the other end of the client's connection, anonymised where that is configured
 * @param client who it comes from as a PROXY header says, else the same as {@code source}
 * @param pool id of the pool that it was given to; empty if no route led to one
 * @param backend id of the backend that serves or served it, else of the last one that was asked; empty if none was
 * @param tls what is known of the client's TLS handshake; empty without TLS, and where nobody looked
 * @param uniqueId what a PROXY header calls it, read or sent; empty if none does
 * @param udp datagrams of a UDP session; empty for a connection
 * @param timings how long its phases took
 * @param bytesIn passed on from the client, so far
 * @param bytesOut passed on to the client, so far
 * @param tried ids of all backends that were asked, in order, the one that serves being the last
 * @param end how it ended; empty in an interim record
 * @param live how many others live
 */
public record ConnectionRecord(
        Instant time,
        long id,
        Event event,
        String listener,
        Protocol protocol,
        Client source,
        Client client,
        Optional<String> pool,
        Optional<String> backend,
        Optional<Tls> tls,
        Optional<String> uniqueId,
        Optional<Udp> udp,
        Timings timings,
        long bytesIn,
        long bytesOut,
        List<String> tried,
        Optional<End> end,
        LiveConnections live) {

    /** Copies the list. */
    public ConnectionRecord {
        tried = List.copyOf(tried);
    }

    /**
     * When the client was accepted.
     *
     * @return {@link #time()} less the total time, to the millisecond
     */
    public Instant begin() {
        return time.minusMillis(timings.total().toMillis());
    }

    /** Why a record is made. */
    public enum Event {
        /** It has ended: the one record that counts. */
        END,
        /** It lives for long: what there is so far. Its numbers are contained in those of the end. */
        INTERIM;

        private final String word = name().toLowerCase(Locale.ROOT);

        /**
         * The word of the log.
         *
         * @return in lower case
         */
        public String word() {
            return word;
        }
    }

    /** What a client speaks to the balancer. */
    public enum Protocol {
        /** TCP, passed on as it is. */
        TCP,
        /** TLS, which ends here. */
        TLS,
        /** UDP. */
        UDP;

        private final String word = name().toLowerCase(Locale.ROOT);

        /**
         * The word of log and metrics.
         *
         * @return in lower case
         */
        public String word() {
            return word;
        }
    }

    /**
     * A client's TLS handshake.
     *
     * @param version for example {@code TLSv1.3}; empty where TLS is passed on and does not end here
     * @param cipher as IANA names it, or whoever told it in a PROXY header; empty as well
     * @param sni the server that the client asked for; empty if it named none
     * @param alpn the protocol that was agreed, or all that the client offered, with commas between, where TLS is passed on; empty if none
     *     was
     * @param clientSubject whom the certificate of the client is for, as RFC 2253 writes it; empty if it has shown none, and in a log where
     *     clients are anonymous
     */
    public record Tls(Optional<String> version, Optional<String> cipher, Optional<String> sni, Optional<String> alpn,
            Optional<String> clientSubject) {

        /**
         * Of a client that has shown no certificate.
         *
         * @param version as above
         * @param cipher as above
         * @param sni as above
         * @param alpn as above
         */
        public Tls(Optional<String> version, Optional<String> cipher, Optional<String> sni, Optional<String> alpn) {
            this(version, cipher, sni, alpn, Optional.empty());
        }

        /**
         * Without what tells who the client is.
         *
         * @return the same but for the subject
         */
        public Tls anonymous() {
            return new Tls(version, cipher, sni, alpn);
        }
    }

    /**
     * The datagrams of a UDP session.
     *
     * @param in passed on from the client
     * @param out passed on to the client
     */
    public record Udp(long in, long out) {}

    /**
     * How long the phases took, one after the other. A phase that was not reached, or not come through, is empty.
     *
     * @param queue from accept, or the end of the TLS handshake, until a first backend was asked
     * @param tls from accept until the client's TLS handshake was done
     * @param connect from then until a backend had accepted, those that were tried in vain included
     * @param firstByte from then until the backend's first byte
     * @param total from accept to the end, or until now
     */
    public record Timings(
            Optional<Duration> queue, Optional<Duration> tls, Optional<Duration> connect, Optional<Duration> firstByte, Duration total) {}

    /**
     * How it ended.
     *
     * @param reason why
     * @param side who ended it, or made it end; of {@link EndReason#NORMAL} the one who ended first
     */
    public record End(EndReason reason, EndSide side) {}

    /** Connections and sessions that live when it is asked, and the one of the record itself. To be asked within the call that got it. */
    public interface LiveConnections {

        /**
         * Those of the process.
         *
         * @return 1 or more
         */
        int process();

        /**
         * Those that came by the listener.
         *
         * @return 1 or more
         */
        int listener();

        /**
         * Those with the pool's backends; takes time in proportion to how many backends there are.
         *
         * @return 1 or more, 0 if no backend was asked
         */
        int pool();

        /**
         * Those with the backend.
         *
         * @return 1 or more, 0 if none was asked
         */
        int backend();
    }
}
