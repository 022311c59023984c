package io.awe4lb.admin;

import io.awe4lb.admin.http.Gate;
import io.awe4lb.admin.http.HttpServer;
import io.awe4lb.admin.http.Limits;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.resources.Api;
import io.awe4lb.admin.resources.Departure;
import io.awe4lb.admin.security.FirstToken;
import io.awe4lb.admin.security.Guard;
import io.awe4lb.admin.streams.Streams;
import io.awe4lb.admin.tls.Certificate;
import io.awe4lb.kernel.config.AdminConfig;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.runtime.Management;
import io.awe4lb.kernel.runtime.Participant;
import io.awe4lb.kernel.runtime.Prepared;
import io.awe4lb.kernel.runtime.Running;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management server. It goes along with every change of the configuration: another address, other names, tokens or certificates are in
 * force with it. What answers is made the first time that it is on.
 */
final class AdminServer implements Management, Participant {

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb");

    private final Running running;
    private final Limits limits;
    private final Guard guard;
    private final Gate gate;
    private final Streams streams;
    private final RateSampler sampler;
    private final Departure departure = new Departure();
    private final CertificateWatch watch;
    private final AtomicReference<Optional<Open>> open = new AtomicReference<>(Optional.empty());
    /** Held while what is open is replaced: by a change, or by a renewed certificate. */
    private final ReentrantLock replacing = new ReentrantLock();
    private volatile @Nullable HttpServer server;
    private volatile Balancer.Participation place = () -> {};

    /**
     * That it is on, and how.
     *
     * @param config that says so
     * @param listening where
     * @param certificate with TLS
     */
    record Open(AdminConfig config, HttpServer.Listening listening, Optional<Certificate> certificate) {}

    private AdminServer(Running running, Limits limits, PrintStream shown) {
        this.running = running;
        this.limits = limits;
        this.guard = new Guard(running.balancer().events(), new FirstToken(running.data().path(), shown), InstantSource.system(),
                () -> running.balancer().config().metrics().isPublic());
        this.gate = new Gate(limits);
        this.streams = new Streams(gate);
        this.watch = new CertificateWatch(this::certificate, this::renew, running.balancer().events());
        this.sampler = new RateSampler(running.balancer());
    }

    /** @param shown where a new token is shown */
    static AdminServer open(Running running, Limits limits, PrintStream shown) throws IOException {
        AdminServer server = new AdminServer(running, limits, shown);
        try {
            server.place = running.balancer().join(server);
            return server;
        } catch (ChangeException refused) {
            server.close();
            throw new IOException(refused.getMessage(), refused);
        }
    }

    @Override
    public Prepared prepare(BalancerConfig next) throws ChangeException {
        Optional<Open> now = open.get();
        if (next.admin().equals(now.map(Open::config))) {
            return Transition.NONE;
        }
        return next.admin().isPresent() ? on(now, next.admin().get()) : off(now);
    }

    private Prepared off(Optional<Open> now) {
        return new Transition(() -> replace(() -> open.set(Optional.empty())), () -> {}, () -> {
            sampler.close();
            now.ifPresent(this::leave);
        });
    }

    private Prepared on(Optional<Open> now, AdminConfig next) throws ChangeException {
        HttpServer http = server();
        Guard.InForce callers = callers(next);
        Optional<Certificate> certificate = certificate(next);
        HttpServer.Security security = security(http, certificate);
        if (now.isPresent() && now.get().config().bind().equals(next.bind())) {
            HttpServer.Listening same = now.get().listening();
            return new Transition(() -> replace(() -> {
                guard.use(callers);
                http.secure(same, security);
                open.set(Optional.of(new Open(next, same, certificate)));
            }), () -> {}, () -> {
                guard.ensureToken(next);
                streams.endAll();
            });
        }
        HttpServer.Listening other = bind(http, next, security, now);
        return new Transition(() -> replace(() -> {
            guard.use(callers);
            http.listen(other);
            open.set(Optional.of(new Open(next, other, certificate)));
        }), () -> http.giveUp(other), () -> {
            sampler.begin();
            guard.ensureToken(next);
            address().ifPresent(address -> LOG.info("admin server: {}", address));
            now.ifPresent(this::leave);
        });
    }

    private void replace(Runnable replacement) {
        replacing.lock();
        try {
            replacement.run();
        } finally {
            replacing.unlock();
        }
    }

    /** What was asked for by a request is answered before its connection ends, so nobody waits for that here. */
    private void leave(Open last) {
        streams.endAll();
        Thread.ofVirtual().name("admin-leaves").start(() -> server().giveUp(last.listening()));
    }

    private Guard.InForce callers(AdminConfig next) throws ChangeException {
        try {
            return guard.prepare(next);
        } catch (IOException failure) {
            throw refusal(ChangeException.Reason.SYSTEM, "/admin/auth/tokens", failure);
        }
    }

    private static Optional<Certificate> certificate(AdminConfig next) throws ChangeException {
        try {
            return next.tls().isPresent() ? Optional.of(Certificate.read(next.tls().get())) : Optional.empty();
        } catch (IOException failure) {
            throw refusal(ChangeException.Reason.SYSTEM, "/admin/tls", failure);
        }
    }

    private static HttpServer.Security security(HttpServer http, Optional<Certificate> certificate) throws ChangeException {
        try {
            return http.security(certificate.isPresent() ? certificate.get().context() : null);
        } catch (IOException failure) {
            throw refusal(ChangeException.Reason.SYSTEM, "/admin/tls", failure);
        }
    }

    private static HttpServer.Listening bind(HttpServer http, AdminConfig next, HttpServer.Security security, Optional<Open> now)
            throws ChangeException {
        try {
            return http.bind(next.bind().host(), next.bind().port(), security);
        } catch (IOException failure) {
            boolean own = now.isPresent() && now.get().listening().port() == next.bind().port();
            throw new ChangeException(
                    ChangeException.Reason.BIND, "/admin/bind", "the admin server cannot listen at %s%s".formatted(failure.getMessage(),
                            own ? ", by itself at %s: take another port, or restart".formatted(now.get().config().bind())
                                    : ": take another address"),
                    failure);
        }
    }

    private static ChangeException refusal(ChangeException.Reason reason, String pointer, IOException failure) {
        return new ChangeException(reason, pointer, "the admin server: " + failure.getMessage(), failure);
    }

    /** Made when it is on for the first time: who never needs it never loads it. */
    private synchronized HttpServer server() {
        HttpServer made = server;
        if (made == null) {
            List<Route> routes = Api.routes(running, guard, streams, sampler.sampled(), departure, limits);
            made = new HttpServer(routes, new Manners(routes, guard)::teach, gate, limits);
            server = made;
        }
        return made;
    }

    private Optional<Certificate> certificate() {
        return open.get().flatMap(Open::certificate);
    }

    /** The files have changed. If the configuration does at the same time, that one wins, and the watch looks again. */
    private void renew(Certificate next) throws IOException {
        Optional<Open> now = open.get();
        if (now.isPresent() && now.get().config().tls().equals(Optional.of(next.config()))) {
            HttpServer.Security security = server().security(next.context());
            replace(() -> renew(now.get(), next, security));
        }
    }

    private void renew(Open now, Certificate next, HttpServer.Security security) {
        if (open.get().equals(Optional.of(now))) {
            server().secure(now.listening(), security);
            open.set(Optional.of(new Open(now.config(), now.listening(), Optional.of(next))));
        }
    }

    @Override
    public Optional<URI> address() {
        return open.get()
                .map(on -> URI.create((on.certificate().isPresent() ? "https://" : "http://") + host(on.config().bind().host()) + ":"
                        + on.listening().port()));
    }

    private static String host(String host) {
        return host.contains(":") ? "[" + host + "]" : host.isEmpty() ? "0.0.0.0" : host;
    }

    @Override
    public void close() {
        place.close();
        streams.close();
        departure.close();
        sampler.close();
        watch.close();
        open.set(Optional.empty());
        HttpServer made = server;
        if (made != null) {
            made.close();
        }
    }
}
