package io.awe4lb.kernel.admission;

import io.awe4lb.kernel.config.AdmissionConfig;
import io.awe4lb.kernel.config.LimitsConfig;
import io.awe4lb.kernel.config.OnLimit;
import io.awe4lb.kernel.config.Rate;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether clients of a listener may come in, by its rules and limits. Any loop, many at once, but for {@link #reread}. */
public final class Admission {

    private final LimitsConfig limits;
    private final boolean isDryRun;
    private final Tallies tallies;
    private final @Nullable Arrivals arrivals;
    private final @Nullable SourceArrivals sourceArrivals;
    private final @Nullable Bandwidth totalIn;
    private final @Nullable Bandwidth totalOut;
    private volatile Access access;
    /** Of the last look at the files; of the watch's thread, as are the next two. */
    private @Nullable FileStamps seen;
    /** Of the files that could not be used, and why. */
    private @Nullable FileStamps refused;

    private @Nullable IOException failure;

    private Admission(LimitsConfig limits, Access access, Tallies tallies, @Nullable Arrivals arrivals,
            @Nullable SourceArrivals sourceArrivals, @Nullable Bandwidth totalIn, @Nullable Bandwidth totalOut) {
        this.limits = limits;
        this.isDryRun = limits.onLimit() instanceof OnLimit.DryRun;
        this.access = access;
        this.tallies = tallies;
        this.arrivals = arrivals;
        this.sourceArrivals = sourceArrivals;
        this.totalIn = totalIn;
        this.totalOut = totalOut;
    }

    /**
     * Makes one that nobody has come by yet. Blocks on the disk.
     *
     * @param config of the listener
     * @param now by the loops' clock, in nanoseconds
     * @return with what the files of its rules say now
     * @throws IOException with a sentence, if one of them cannot be used
     */
    public static Admission of(AdmissionConfig config, long now) throws IOException {
        LimitsConfig limits = config.limits();
        return new Admission(limits, Access.of(config.access()), Tallies.empty(), arrivals(limits.connectionRate(), now),
                sourceArrivals(limits.connectionRatePerSource(), now), bandwidth(limits.totalBandwidthIn(), now),
                bandwidth(limits.totalBandwidthOut(), now));
    }

    /**
     * The same one with another configuration: those who are here go on being counted. Blocks on the disk if there are other rules.
     *
     * @param next of the same listener
     * @param now by the loops' clock, in nanoseconds
     * @return beside this one
     * @throws IOException as of {@link #of}
     */
    public Admission changed(AdmissionConfig next, long now) throws IOException {
        Access rules = access;
        LimitsConfig wanted = next.limits();
        return new Admission(wanted, rules.rules().equals(next.access()) ? rules : Access.of(next.access()), tallies,
                wanted.connectionRate().equals(limits.connectionRate()) ? arrivals : arrivals(wanted.connectionRate(), now),
                wanted.connectionRatePerSource().equals(limits.connectionRatePerSource()) ? sourceArrivals
                        : sourceArrivals(wanted.connectionRatePerSource(), now),
                wanted.totalBandwidthIn() == limits.totalBandwidthIn() ? totalIn : bandwidth(wanted.totalBandwidthIn(), now),
                wanted.totalBandwidthOut() == limits.totalBandwidthOut() ? totalOut : bandwidth(wanted.totalBandwidthOut(), now));
    }

    private static @Nullable Arrivals arrivals(Optional<Rate> rate, long now) {
        return rate.map(known -> new Arrivals(known, now)).orElse(null);
    }

    private static @Nullable SourceArrivals sourceArrivals(Optional<Rate> rate, long now) {
        return rate.map(known -> new SourceArrivals(known, now)).orElse(null);
    }

    private static @Nullable Bandwidth bandwidth(long bytesPerSecond, long now) {
        return bytesPerSecond == 0 ? null : new Bandwidth(bytesPerSecond, now);
    }

    /**
     * The rules that hold now.
     *
     * @return replaced as a whole when one of their files changes
     */
    public Access access() {
        return access;
    }

    /**
     * Asks for a client that wants to come in.
     *
     * @param client known for who it is
     * @param now by the loop's clock, in nanoseconds
     * @return the answer, to be closed when the client goes
     */
    public Ticket admit(Client client, long now) {
        return access.allows(client) ? count(client, now) : Ticket.refused(EndReason.DENIED);
    }

    /**
     * Asks the limits alone, for a client that the rules allow.
     *
     * @param client known for who it is
     * @param now by the loop's clock, in nanoseconds
     * @return the answer, to be closed when the client goes
     */
    public Ticket count(Client client, long now) {
        if (!limits.countConnections()) {
            return Ticket.FREE;
        }
        Ticket ticket = Ticket.of(tallies);
        EndReason excess = excess(ticket, client.isLocal() ? null : Source.of(client, limits), now);
        if (excess == null) {
            return ticket;
        }
        if (isDryRun) {
            ticket.exceeds(excess);
            return ticket;
        }
        ticket.close();
        return Ticket.refused(excess);
    }

    /** Takes what is limited for the ticket. @return why it should not have */
    private @Nullable EndReason excess(Ticket ticket, @Nullable Source source, long now) {
        boolean hasRoom = takePlace(ticket) & (source == null || takeOfSource(ticket, source));
        if (!hasRoom) {
            return EndReason.LIMIT;
        }
        boolean isInTime = (source == null || sourceArrivals == null || sourceArrivals.come(source, now))
                && (arrivals == null || arrivals.come(now));
        return isInTime ? null : EndReason.RATE_LIMITED;
    }

    private boolean takePlace(Ticket ticket) {
        int limit = limits.connections();
        boolean hasRoom = limit == 0 || tallies.places().take(limit);
        if (!hasRoom && isDryRun) {
            tallies.places().takeAnyway();
        }
        if (limit > 0 && (hasRoom || isDryRun)) {
            ticket.hasPlace();
        }
        return hasRoom;
    }

    private boolean takeOfSource(Ticket ticket, Source source) {
        int limit = limits.connectionsPerSource();
        boolean hasRoom = limit == 0 || tallies.sources().take(source, limit);
        if (!hasRoom && isDryRun) {
            tallies.sources().takeAnyway(source);
        }
        if (limit > 0 && (hasRoom || isDryRun)) {
            ticket.isOf(source);
        }
        return hasRoom;
    }

    /**
     * Whether whoever is one too many is reset, and not closed.
     *
     * @return of the configuration
     */
    public boolean resets() {
        return limits.onLimit() instanceof OnLimit.Reset;
    }

    /**
     * How long a client may wait for a backend where all are full.
     *
     * @return zero: not at all
     */
    public Duration patience() {
        return limits.onLimit() instanceof OnLimit.Queue(var atMost) ? atMost : Duration.ZERO;
    }

    /**
     * The limits that hold.
     *
     * @return of the configuration
     */
    public LimitsConfig limits() {
        return limits;
    }

    /**
     * What all clients together may send.
     *
     * @return shared by all loops; null: as much as they can
     */
    public @Nullable Bandwidth totalIn() {
        return totalIn;
    }

    /**
     * What all clients together may be sent.
     *
     * @return shared by all loops; null: as much as they can
     */
    public @Nullable Bandwidth totalOut() {
        return totalOut;
    }

    /**
     * Looks whether files of the rules have changed, and reads them then. A file has to be the same at two looks, so that it is not taken
     * while it is being written. On one thread at a time; blocks on the disk.
     *
     * @return whether other rules hold since then
     * @throws IOException with a sentence, as long as they cannot be used: those that were read last hold on
     */
    public boolean reread() throws IOException {
        Access before = access;
        FileStamps now = FileStamps.of(before.rules());
        boolean isStable = now.equals(seen);
        seen = now;
        if (isStable && !now.equals(refused)) {
            failure = null;
        }
        if (failure != null) { // of these very files, or nobody knows better yet
            throw failure;
        }
        if (!isStable || now.equals(before.files())) {
            return false;
        }
        try {
            access = Access.of(before.rules());
            return true;
        } catch (IOException unusable) {
            failure = unusable;
            refused = now;
            throw unusable;
        }
    }
}
