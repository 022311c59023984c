package io.awe4lb.kernel.listener;

import io.awe4lb.kernel.accesslog.ListenerLog;
import io.awe4lb.kernel.admission.Admission;
import io.awe4lb.kernel.admission.Places;
import io.awe4lb.kernel.config.ListenConfig;
import io.awe4lb.kernel.config.ListenerConfig;
import io.awe4lb.kernel.config.UdpConfig;
import io.awe4lb.kernel.net.DatagramOptions;
import io.awe4lb.kernel.net.ListenOptions;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.SocketSettings;
import io.awe4lb.kernel.stats.Buckets;
import io.awe4lb.kernel.stats.DatagramStats;
import io.awe4lb.kernel.stats.DurationStats;
import io.awe4lb.kernel.stats.HandshakeStats;
import io.awe4lb.kernel.stats.ListenerCounters;
import io.awe4lb.kernel.stats.ListenerStats;
import io.awe4lb.kernel.stats.Traffic;
import io.awe4lb.kernel.tls.Challenges;
import io.awe4lb.kernel.tls.Termination;
import io.awe4lb.spi.EndReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A listener as event loops see it. Immutable but for the counters, each of which one loop writes; another configuration makes another
 * instance that goes on with the same counters. A connection keeps the one that it came by.
 */
public final class Listener {

    private final ListenerConfig config;
    private final Routes routes;
    private final Optional<Termination> termination;
    private final IdleLimits idleLimits;
    private final UdpConfig udp;
    private final DatagramOptions datagramOptions;
    private final List<ListenerCounters> counters;
    private final ListenerLog log;
    private final Places places;
    private final Challenges challenges;
    private final Admission admission;
    private final Faults faults;

    /**
     * Makes a listener.
     *
     * @param config validated
     * @param pools by id: those that the configuration names, and perhaps others
     * @param termination what TLS ends with here; empty: it does not
     * @param challenges what authorities are told
     * @param admission who may come in
     * @param loops number of event loops
     */
    public Listener(ListenerConfig config, Map<String, Pool> pools, Optional<Termination> termination, Challenges challenges,
            Admission admission, int loops) {
        this(config, Routes.of(config, pools, loops), termination, Stream.generate(ListenerCounters::new).limit(loops).toList(),
                new ListenerLog(), new Places(), challenges, admission, new Faults());
    }

    private Listener(ListenerConfig config, Routes routes, Optional<Termination> termination, List<ListenerCounters> counters,
            ListenerLog log, Places places, Challenges challenges, Admission admission, Faults faults) {
        this.config = config;
        this.routes = routes;
        this.termination = termination;
        this.idleLimits = IdleLimits.of(config.timeouts());
        this.udp = config.udp().orElse(UdpConfig.DEFAULT);
        this.datagramOptions = new DatagramOptions(udp.datagram(), udp.receiveBuffer(), config.listen().transparent(),
                config.listen().accepted().mark(), config.listen().accepted().device());
        this.counters = counters;
        this.log = log;
        this.places = places;
        this.challenges = challenges;
        this.admission = admission;
        this.faults = faults;
    }

    /**
     * The same listener with another configuration.
     *
     * @param next validated, of the same id
     * @param pools by id: those that it names, and perhaps others
     * @param nextTermination what TLS ends with then
     * @param nextAdmission who may come in then
     * @return with the same counters and the same log
     */
    public Listener changed(ListenerConfig next, Map<String, Pool> pools, Optional<Termination> nextTermination, Admission nextAdmission) {
        return new Listener(next, Routes.of(next, pools, counters.size()).after(routes), nextTermination, counters, log, places,
                challenges, nextAdmission, faults);
    }

    /**
     * Whether both are one listener, before and after changes.
     *
     * @param other another, perhaps of the same id and all the same not this one: it was removed and came again
     * @return whether they count together
     */
    public boolean isSameAs(Listener other) {
        return counters == other.counters;
    }

    /**
     * The key in the configuration.
     *
     * @return the id
     */
    public String id() {
        return config.id();
    }

    /**
     * What it was made of.
     *
     * @return unchanging
     */
    public ListenerConfig config() {
        return config;
    }

    /**
     * Where its clients go.
     *
     * @return of the configuration
     */
    public Routes routes() {
        return routes;
    }

    /**
     * What TLS ends with here.
     *
     * @return empty: it does not
     */
    public Optional<Termination> termination() {
        return termination;
    }

    /**
     * What authorities are told who ask by HTTP.
     *
     * @return of all listeners
     */
    public Challenges challenges() {
        return challenges;
    }

    /**
     * Who may come in.
     *
     * @return of the configuration, with what its files say now
     */
    public Admission admission() {
        return admission;
    }

    /**
     * What people want to be wrong with its connections.
     *
     * @return the same for as long as it is the same listener
     */
    public Faults faults() {
        return faults;
    }

    /**
     * Whether the next client may be an authority that asks by HTTP.
     *
     * @return false nearly always
     */
    public boolean awaitsAuthority() {
        return config.answersChallenges() && challenges.areAwaited();
    }

    /**
     * Who serves those whom no route leads elsewhere.
     *
     * @return of a listener without routes, as those of UDP are, there always is one
     * @throws IllegalStateException if nobody does
     */
    public Pool pool() {
        return routes.others().orElseThrow(() -> new IllegalStateException("listener " + config.id() + " has no pool"));
    }

    /**
     * How long its connections may be idle.
     *
     * @return the limits
     */
    public IdleLimits idleLimits() {
        return idleLimits;
    }

    /**
     * How to listen for them.
     *
     * @return of the configuration
     */
    public ListenOptions listenOptions() {
        ListenConfig listen = config.listen();
        return new ListenOptions(listen.backlog(), listen.deferAccept(), listen.fastOpen(), listen.transparent(),
                SocketSettings.of(listen.accepted()));
    }

    /**
     * What it does with datagrams.
     *
     * @return of the configuration; the defaults where clients speak TCP
     */
    public UdpConfig udp() {
        return udp;
    }

    /**
     * How its sockets of datagrams are, those of its sessions too.
     *
     * @return of the configuration
     */
    public DatagramOptions datagramOptions() {
        return datagramOptions;
    }

    /**
     * Places for its sessions, on all loops.
     *
     * @return the same for as long as it is the same listener
     */
    public Places places() {
        return places;
    }

    /**
     * All loops' counters of datagrams added up. Any thread.
     *
     * @return a sum
     */
    public DatagramStats datagrams() {
        return DatagramStats.of(counters.stream().map(ListenerCounters::datagrams).toList());
    }

    /**
     * Counters of one loop.
     *
     * @param loop index of the loop, from 0
     * @return written by that loop alone
     */
    public ListenerCounters counters(int loop) {
        return counters.get(loop);
    }

    /**
     * The counters that rates are made of, of all loops. Any thread.
     *
     * @return a sum
     */
    public Traffic traffic() {
        return ListenerStats.traffic(counters);
    }

    /**
     * Where the records of its connections go.
     *
     * @return the same for as long as it is the same listener
     */
    public ListenerLog log() {
        return log;
    }

    /**
     * How long its connections have lasted, on all loops. Any thread.
     *
     * @return a sum
     */
    public DurationStats durations() {
        return DurationStats.of(Buckets.SESSION, counters.stream().map(ListenerCounters::durations));
    }

    /**
     * How long the connects to the backends took that its clients have got, on all loops. Any thread.
     *
     * @return a sum
     */
    public DurationStats connects() {
        return DurationStats.of(Buckets.CONNECT, counters.stream().map(ListenerCounters::connects));
    }

    /**
     * How many have come in that a limit would have turned away, were it more than counted, on all loops. Any thread.
     *
     * @param reason for which
     * @return a sum
     */
    public long dryRuns(EndReason reason) {
        return counters.stream().mapToLong(loop -> loop.dryRuns(reason)).sum();
    }

    /**
     * TLS handshakes of clients. Any thread.
     *
     * @return of all loops
     */
    public HandshakeStats handshakes() {
        return HandshakeStats.of(counters.stream().flatMap(loop -> loop.seenHandshakes().stream()).toList());
    }

    /**
     * All loops' counters added up. Any thread.
     *
     * @return a sum
     */
    public ListenerStats stats() {
        return ListenerStats.of(counters);
    }
}
