package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.accesslog.LogPlan;
import io.awe4lb.kernel.admission.Ticket;
import io.awe4lb.kernel.config.SendProxyConfig;
import io.awe4lb.kernel.listener.EndedFlow;
import io.awe4lb.kernel.listener.Flow;
import io.awe4lb.kernel.listener.Introduction;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.DatagramHandler;
import io.awe4lb.kernel.net.DatagramPeer;
import io.awe4lb.kernel.net.DatagramSocket;
import io.awe4lb.kernel.net.Datagrams;
import io.awe4lb.kernel.net.Refusal;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.stats.DatagramCounters;
import io.awe4lb.kernel.stats.DropReason;
import io.awe4lb.kernel.stats.ListenerCounters;
import io.awe4lb.kernel.wire.ProxyHeader;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.ConnectionRecord.Protocol;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.IpText;
import io.awe4lb.spi.ProxyProtocol;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client's flow of datagrams, from the first to its single end. Lives on the loop that the system gives the client's datagrams to; not
 * thread safe.
 *
 * <pre>
 *    first datagram ──pick, open──▶ serving ──▶ closed(reason)
 *                                    │   └─▲ refused or down: another backend
 *                                    └─────── idle, all answers there, killed …
 * </pre>
 *
 * It lives in its socket's table while it takes datagrams: one that has taken {@code maxRequests} only waits for its answers. Its timer looks
 * whether it was idle; traffic does not move it.
 */
final class Session extends Flow implements DatagramHandler, SessionTable.Member {

    private final UdpLoop owner;
    private final Sessions server;
    private final DatagramPeer peer;
    private final Serving serving;
    private Listener listener;
    /** Null where backends are told nothing. */
    private @Nullable Prefix prefix;
    /** Null once the backend has answered, or has had its time. */
    private @Nullable Unanswered unanswered = new Unanswered();

    private long unansweredUntil;
    private final Tally tally;
    private long nextInterim;
    /** What it has taken of its listener's limits. */
    private final Ticket ticket;
    /** Who has told whose it is; null where nobody has. */
    private final @Nullable Proxy proxy;
    private final @Nullable Introduction introduction;
    private boolean closed;

    /** @param proxy null where the client tells of itself */
    Session(UdpLoop owner, Sessions server, DatagramPeer peer, Client client, @Nullable Proxy proxy, Listener listener, Ticket ticket) {
        super(owner.flows(), client);
        this.proxy = proxy;
        this.introduction = proxy == null ? null : proxy.introduction();
        this.owner = owner;
        this.server = server;
        this.peer = peer;
        this.listener = listener;
        this.ticket = ticket;
        this.serving = new Serving(owner, client, new ClientDestination(peer, server.machine()), listener.pool(), this);
        this.tally = new Tally(owner);
    }

    /** @return null when a backend serves; else why none does: the session is to be forgotten then */
    @Nullable EndReason open() {
        EndReason none = choose();
        tally.opened(age());
        unansweredUntil = tally.lastMoved() + listener.config().timeouts().connect().toNanos();
        nextInterim = tally.lastMoved() + listener.log().plan().interim();
        return none;
    }

    private @Nullable EndReason choose() {
        EndReason none = serving.choose(listener);
        SendProxyConfig config = serving.pool().config().sendProxy();
        prefix = config.version() == ProxyProtocol.OFF ? null : prefix(config.datagrams());
        return none;
    }

    private Prefix prefix(SendProxyConfig.Datagrams which) {
        ProxyHeader header = introduction == null ? Prefix.header(client(), peer, server.address(), ownUniqueId())
                : Prefix.header(introduction, peer, server.address(), ownUniqueId());
        return new Prefix(owner, this, header, which == SendProxyConfig.Datagrams.EVERY);
    }

    /** It lives: it is in lists from now on. */
    void begin() {
        schedule();
    }

    /** How many datagrams it takes before another session has to. */
    long room() {
        return tally.room(listener.udp());
    }

    /** The client has sent something. */
    void onRequests(Datagrams datagrams, Listener now) {
        boolean isChanged = now != listener && now.isSameAs(listener);
        listener = isChanged ? now : listener; // one whose socket another listener has taken over stays what it was
        EndReason none = serving.hasToReselect(isChanged) ? reselect() : null;
        if (none != null) {
            count().dropped(Sessions.reason(none), datagrams.count());
            return;
        }
        DatagramSocket socket = serving.socket();
        if (socket == null) {
            throw new IllegalStateException("a session without a socket");
        }
        tally.requested(datagrams, listener, serving.backend());
        if (unanswered != null) {
            unanswered.keep(datagrams);
        }
        if (prefix == null) {
            socket.pass(datagrams);
        } else {
            prefix.pass(datagrams, socket);
        }
    }

    /** @return null when another backend serves; else why none does: this has ended then */
    private @Nullable EndReason reselect() {
        serving.leave();
        EndReason none = choose();
        if (none == null) {
            await();
        } else {
            close(none);
        }
        return none;
    }

    /** A backend serves that has not answered yet. */
    private void await() {
        unanswered = new Unanswered();
        unansweredUntil = owner.loop().now() + listener.config().timeouts().connect().toNanos();
        schedule();
    }

    @Override
    public void onDatagrams(Datagrams datagrams) {
        if (closed) {
            return;
        }
        if (unanswered != null) {
            unanswered = null;
            serving.answered();
        }
        long due = tally.due(listener.udp());
        int count = datagrams.count();
        if (count > due) {
            count().dropped(DropReason.SURPLUS, count - (int) due);
            datagrams.narrow(0, (int) due);
            count = (int) due;
        }
        if (count > 0) {
            tally.answered(datagrams, listener, serving.backend(), age());
            server.reply(peer, datagrams);
        }
        if (count == due && !listener.udp().isOneWay()) {
            close(EndReason.NORMAL);
        }
    }

    private DatagramCounters count() {
        return listener.counters(owner.index()).datagrams();
    }

    @Override
    public void onTooLarge(int count) {
        count().dropped(DropReason.TRUNCATED, count);
    }

    @Override
    public void onUnsent(int count) {
        count().dropped(DropReason.UNSENT, count);
    }

    @Override
    public @Nullable DatagramSocket onRefused(Refusal refusal) {
        if (closed) {
            return null;
        }
        Unanswered kept = unanswered;
        EndReason none = serving.refused(listener, refusal.why());
        if (none != null) {
            int known = refusal.sent() + refusal.unsent();
            count().dropped(Sessions.reason(none), kept == null ? known : Math.max(known, kept.total()));
            close(none);
            return null;
        }
        await();
        if (kept == null) {
            boolean isTold = prefix != null; // what waits has no header for another backend
            count().dropped(DropReason.BACKEND_REFUSED, refusal.sent() + (isTold ? refusal.unsent() : 0));
            return isTold ? null : serving.socket();
        }
        unanswered = kept;
        count().dropped(DropReason.BACKEND_REFUSED, Math.max(0, kept.total() - kept.held() - refusal.unsent()));
        kept.forEach(this::send);
        return kept.holdsAll() ? null : serving.socket();
    }

    private void send(byte[] datagram) {
        DatagramSocket socket = serving.socket();
        if (socket != null && prefix == null) {
            socket.send(owner.scratch(datagram));
        } else if (socket != null) {
            prefix.send(ByteBuffer.wrap(datagram), socket);
        }
    }

    @Override
    protected void onDue() {
        long now = owner.loop().now();
        if (now >= begun() + listener.idleLimits().life()) {
            close(EndReason.MAX_LIFETIME);
            return;
        }
        if (now >= tally.lastMoved() + listener.udp().idle().toNanos()) {
            close(tally.isBackendsTurn() ? EndReason.BACKEND_IDLE_TIMEOUT : EndReason.CLIENT_IDLE_TIMEOUT);
            return;
        }
        if (now >= unansweredUntil) {
            unanswered = null;
        }
        logInterim(now);
        schedule();
    }

    private void schedule() {
        long due = Math.min(tally.lastMoved() + listener.udp().idle().toNanos(), begun() + listener.idleLimits().life());
        due = unanswered == null ? due : Math.min(due, unansweredUntil);
        due = listener.log().plan().interim() == LogPlan.NEVER ? due : Math.min(due, nextInterim);
        owner.loop().timers().schedule(this, due);
    }

    @Override
    protected void onLogChanged() {
        nextInterim = Math.min(nextInterim, owner.loop().now() + listener.log().plan().interim());
        schedule();
    }

    private void logInterim(long now) {
        LogPlan plan = listener.log().plan();
        if (plan.interim() == LogPlan.NEVER || now < nextInterim) {
            nextInterim = Math.min(nextInterim, now + plan.interim());
            return;
        }
        plan.write(owner.index(), new EndedFlow(plan, this, serving.left(), serving.backend(), null, tally.measures()));
        nextInterim = now + plan.interim();
    }

    @Override
    public void close(EndReason reason) {
        if (closed) {
            return;
        }
        closed = true;
        PoolBackend backend = serving.backend();
        owner.loop().timers().cancel(this);
        flows().remove(this);
        serving.giveBack();
        ticket.close();
        ListenerCounters counters = listener.counters(owner.index());
        counters.closed(reason);
        counters.lasted(age());
        LogPlan plan = listener.log().plan();
        boolean isInOrder = reason == EndReason.CLIENT_IDLE_TIMEOUT; // the last word was the backend's
        if (plan.wantsEnd(owner.index(), isInOrder ? EndReason.NORMAL : reason, serving.left().size() + (backend == null ? 0 : 1))) {
            plan.write(owner.index(), new EndedFlow(plan, this, serving.left(), backend, reason, tally.measures()));
        }
        listener.places().giveBack();
        server.ended(this);
    }

    @Override
    public String uniqueId() {
        String told = introduction == null ? "" : introduction.details().idText();
        return told.isEmpty() && prefix != null ? ownUniqueId() : told;
    }

    @Override
    public Client source() {
        return introduction == null ? client() : introduction.proxy();
    }

    /** Who has told whose it is; null where nobody has. */
    @Nullable Proxy proxy() {
        return proxy;
    }

    @Override
    public DatagramPeer peer() {
        return peer;
    }

    @Override
    public Listener listener() {
        return listener;
    }

    @Override
    public @Nullable PoolBackend backend() {
        return serving.backend();
    }

    @Override
    public Pool pool() {
        return serving.pool();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    protected ConnectionInfo info() {
        return infoWithoutPaths();
    }

    @Override
    protected ConnectionInfo infoWithoutPaths() {
        PoolBackend backend = serving.backend();
        return new ConnectionInfo(id(), Protocol.UDP, source().toString(), client().toString(),
                Optional.ofNullable(peer.destination()).map(wanted -> IpText.of(wanted.getAddress(), wanted.getPort())), uniqueId(),
                listener.id(),
                serving.pool().id(),
                backend == null ? "" : backend.id(), Optional.empty(), "relaying", ageNow(), tally.bytesIn(), tally.bytesOut(),
                Optional.empty(),
                Optional.empty());
    }
}
