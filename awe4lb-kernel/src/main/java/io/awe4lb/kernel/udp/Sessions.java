package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.admission.Access;
import io.awe4lb.kernel.admission.Ticket;
import io.awe4lb.kernel.config.AcceptProxyConfig;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.listener.MachineAddresses;
import io.awe4lb.kernel.net.DatagramPeer;
import io.awe4lb.kernel.net.DatagramServer;
import io.awe4lb.kernel.net.DatagramServerHandler;
import io.awe4lb.kernel.net.Datagrams;
import io.awe4lb.kernel.stats.DatagramCounters;
import io.awe4lb.kernel.stats.DropReason;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What comes by a bound socket: finds the session of each datagram, or opens one, and passes on without any where nobody waits for answers.
 * On one loop, but for {@link #serve}.
 */
final class Sessions implements DatagramServerHandler {

    private final DatagramServer server;
    private final UdpLoop owner;
    private final OwnAddresses own;
    /** Called when the last one has ended. */
    private final Runnable whenEmpty;
    private volatile Listener listener;
    private final SessionTable<Session> sessions = new SessionTable<>();
    private final OneWay oneWay;
    private final Introducing introducing = new Introducing();
    /** Those that wait for their last answers only are not in the table any more. */
    private int live;

    /** Written by the loop, or by the control thread when the socket is somebody's again. */
    private volatile boolean takesNew = true;
    /** Why there was no session last. */
    private DropReason lastReason = DropReason.INTERNAL_ERROR;

    Sessions(DatagramServer server, UdpLoop owner, Listener listener, OwnAddresses own, Runnable whenEmpty) {
        this.server = server;
        this.owner = owner;
        this.listener = listener;
        this.own = own;
        this.whenEmpty = whenEmpty;
        this.oneWay = new OneWay(owner, server);
    }

    /** Any thread. */
    Listener listener() {
        return listener;
    }

    /** Who comes from now on comes by this listener; sessions of the same one go on by it. On the control thread. */
    void serve(Listener next) {
        listener = next;
    }

    /** From now on new clients are taken. Any thread: who has been told that a listener is there may send at once. */
    void takeNew() {
        takesNew = true;
    }

    /** From now on new clients are dropped. */
    void takeNoMore() {
        takesNew = false;
        oneWay.close();
    }

    boolean isEmpty() {
        return live == 0;
    }

    @Override
    public void onDatagrams(Datagrams datagrams) {
        Listener by = listener;
        AcceptProxyConfig proxies = by.config().acceptProxy().orElse(null);
        if (by.udp().isOneWay() && !by.config().hasSessions(by.pool().config())) {
            passOneWay(datagrams, by);
        } else if (datagrams.port() == 0 || own.have(datagrams)) {
            count(by).dropped(DropReason.INVALID_SOURCE, datagrams.count());
        } else if (proxies == null) {
            take(datagrams, by);
        } else if (proxies.believes(datagrams.addressHigh(), datagrams.addressLow())) {
            takeIntroduced(datagrams, by, proxies);
        } else if (proxies.isRequired()) {
            count(by).dropped(DropReason.PROXY_PROTOCOL_INVALID, datagrams.count());
        } else {
            take(datagrams, by);
        }
    }

    /** Each may be another client's. */
    private void takeIntroduced(Datagrams datagrams, Listener by, AcceptProxyConfig proxies) {
        int total = datagrams.count();
        try {
            for (int i = 0; i < total; i++) {
                datagrams.narrow(i, 1);
                takeIntroduced(introducing.read(datagrams, by, proxies), datagrams, by);
            }
        } finally {
            datagrams.comeForThemselves();
        }
    }

    private void takeIntroduced(Introducing.Answer answer, Datagrams one, Listener by) {
        Session session = answer == Introducing.Answer.REFUSED ? null
                : session(one, by, answer == Introducing.Answer.TOLD ? introducing.proxy() : null);
        if (session != null) {
            request(session, one, by);
        } else {
            count(by).dropped(answer == Introducing.Answer.REFUSED ? DropReason.PROXY_PROTOCOL_INVALID : lastReason, 1);
        }
    }

    private void take(Datagrams datagrams, Listener by) {
        int total = datagrams.count();
        for (int done = 0; done < total;) {
            Session session = session(datagrams, by, null);
            if (session == null) {
                count(by).dropped(lastReason, total - done);
                return;
            }
            int taken = (int) Math.min(total - done, session.room());
            datagrams.narrow(done, taken);
            request(session, datagrams, by);
            done += taken;
        }
    }

    private void passOneWay(Datagrams datagrams, Listener by) {
        if (!takesNew) {
            count(by).dropped(DropReason.STOPPING, datagrams.count());
        } else if (!by.admission().access().allows(datagrams.addressHigh(), datagrams.addressLow())) {
            count(by).dropped(DropReason.DENIED, datagrams.count());
        } else if (isShed(by) && !oneWay.knows(datagrams, by)) {
            count(by).dropped(DropReason.RESOURCE_EXHAUSTED, datagrams.count());
        } else {
            oneWay.pass(datagrams, by);
        }
    }

    /** Whether new clients are turned away because the process is short of something. */
    private boolean isShed(Listener by) {
        return owner.flows().overload().sheds(by.config().admission().priority());
    }

    private static void request(Session session, Datagrams datagrams, Listener by) {
        try {
            session.onRequests(datagrams, by);
        } catch (RuntimeException | Error bug) {
            session.onBug(bug);
        }
    }

    /**
     * @param proxy that has told whose they are; null where nobody has
     * @return one that takes a datagram; null if there is none, for the last reason
     */
    private @Nullable Session session(Datagrams datagrams, Listener by, @Nullable Proxy proxy) {
        Session known = sessions.find(datagrams);
        if (known != null && known.room() > 0) {
            return known;
        }
        if (!takesNew) {
            lastReason = DropReason.STOPPING;
            return null;
        }
        if (isShed(by)) {
            lastReason = DropReason.RESOURCE_EXHAUSTED;
            return null;
        }
        if (known != null) {
            sessions.remove(known);
        }
        return open(datagrams, by, proxy);
    }

    /** A new client, if it may come in. */
    private @Nullable Session open(Datagrams datagrams, Listener by, @Nullable Proxy proxy) {
        if (!isAllowed(datagrams, by, proxy)) {
            lastReason = DropReason.DENIED;
            return null;
        }
        Client client = proxy == null ? sender(datagrams) : proxy.introduction().client();
        Ticket ticket = by.admission().count(client, owner.loop().now());
        EndReason refusal = ticket.refusal();
        if (refusal != null) {
            lastReason = reason(refusal);
            return null;
        }
        if (!by.places().take(by.udp().maxSessions())) {
            ticket.close();
            lastReason = DropReason.LIMIT;
            return null;
        }
        Session session = new Session(owner, this, datagrams.peer(), client, proxy, by, ticket);
        if (!opens(session, by)) {
            by.places().giveBack();
            ticket.close();
            return null;
        }
        if (ticket.excess() != null) {
            by.counters(owner.index()).dryRun(ticket.excess());
        }
        by.counters(owner.index()).accepted();
        owner.flows().add(session);
        sessions.add(session);
        if (proxy != null) {
            introducing.join(proxy);
        }
        live++;
        session.begin();
        return session;
    }

    private static boolean isAllowed(Datagrams datagrams, Listener by, @Nullable Proxy proxy) {
        Access access = by.admission().access();
        return proxy == null ? access.allows(datagrams.addressHigh(), datagrams.addressLow())
                : access.allows(proxy.introduction().client());
    }

    static Client sender(Datagrams datagrams) {
        return Client.of(datagrams.addressHigh(), datagrams.addressLow(), datagrams.port());
    }

    /** Whether somebody serves it; what was taken for it is to be given back else. */
    private boolean opens(Session session, Listener by) {
        EndReason none = EndReason.INTERNAL_ERROR;
        try {
            none = session.open();
            return none == null;
        } finally {
            if (none != null) {
                lastReason = reason(none);
            }
            if (none == EndReason.RESOURCE_EXHAUSTED) {
                Troubles.exhausted(owner, by);
            }
        }
    }

    static DropReason reason(EndReason none) {
        return switch (none) {
            case LIMIT -> DropReason.LIMIT;
            case RATE_LIMITED -> DropReason.RATE_LIMITED;
            case RESOURCE_EXHAUSTED -> DropReason.RESOURCE_EXHAUSTED;
            case BACKEND_REFUSED -> DropReason.BACKEND_REFUSED;
            default -> DropReason.NO_BACKEND;
        };
    }

    InetSocketAddress address() {
        return server.address();
    }

    MachineAddresses machine() {
        return own.machine();
    }

    void reply(DatagramPeer to, Datagrams datagrams) {
        server.reply(to, datagrams);
    }

    /** Called by a session that ends. */
    void ended(Session session) {
        sessions.remove(session);
        server.forget(session.peer());
        if (session.proxy() != null) {
            introducing.leave(session.proxy());
        }
        live--;
        if (live == 0) {
            whenEmpty.run();
        }
    }

    private DatagramCounters count(Listener by) {
        return by.counters(owner.index()).datagrams();
    }

    @Override
    public void onTooLarge(int count) {
        count(listener).dropped(DropReason.TRUNCATED, count);
    }

    @Override
    public void onUnsent(int count) {
        count(listener).dropped(DropReason.UNSENT, count);
    }

    @Override
    public void onReadFailed(IOException failure) {
        Troubles.readFailed(owner, listener, failure);
    }

    @Override
    public void onReplyFailed(IOException failure) {
        Troubles.replyFailed(owner, listener, failure);
    }

    /** A bug costs the datagrams at hand. */
    @Override
    public void onBug(Throwable bug) {
        count(listener).dropped(DropReason.INTERNAL_ERROR, 1);
        Troubles.bug(owner, listener, bug);
    }
}
