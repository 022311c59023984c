package io.awe4lb.admin.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.http.servlet.JavalinServlet;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server of few threads: some for the sockets, a virtual one for each request. Listens at any number of addresses, which come and go
 * while it runs. All methods are for any thread, one at a time.
 */
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int SOCKET_THREADS = 6;
    private static final int HEADER_BYTES = 8 << 10;
    /** How long requests that are under way at an address may take when it is given up. */
    private static final long LAST_ANSWERS_SECONDS = 5;
    /** Ids of backends may be paths of Unix sockets, so encoded slashes and percent signs are let through; dots and empty segments are not. */
    private static final UriCompliance PATHS = UriCompliance.DEFAULT.with("PATHS", UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING);

    private final Server server;
    private final Limits limits;
    private final HttpConfiguration configuration = new HttpConfiguration();

    /** An address that is listened at. */
    public static final class Listening {

        private final Door door;

        private Listening(Door door) {
            this.door = door;
        }

        /**
         * Which port the system chose.
         *
         * @return the port
         */
        public int port() {
            return door.getLocalPort();
        }
    }

    /** How connections begin: plain, or with TLS. */
    public static final class Security {

        private final ConnectionFactory factory;

        private Security(ConnectionFactory factory) {
            this.factory = factory;
        }
    }

    /**
     * Starts it, listening nowhere yet.
     *
     * @param routes everything that is answered
     * @param settings who asks, what is told of errors
     * @param gate in front
     * @param limits of everything
     */
    public HttpServer(List<Route> routes, Consumer<JavalinConfig> settings, Gate gate, Limits limits) {
        this.limits = limits;
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(HEADER_BYTES);
        configuration.setUriCompliance(PATHS);
        var secure = new SecureRequestCustomizer();
        secure.setSniHostCheck(false); // which names are ours is checked for plain requests too
        configuration.addCustomizer(secure);
        Javalin javalin = Javalin.create(config -> {
            configure(config);
            routes.forEach(route -> add(config, route));
            settings.accept(config);
        });
        this.server = new Server(threads());
        gate.setHandler(context(new JavalinServlet(javalin.unsafe)));
        server.setHandler(gate);
        server.setErrorHandler(new JettyProblems());
        server.setStopTimeout(0);
        try {
            server.start();
        } catch (Exception bug) { // without an address there is nothing that could be refused
            throw new IllegalStateException("the HTTP server does not start", bug);
        }
    }

    private static QueuedThreadPool threads() {
        var threads = new QueuedThreadPool(SOCKET_THREADS, 1);
        threads.setName("admin");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("admin-", 0).factory()));
        return threads;
    }

    private static void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.router.ignoreTrailingSlashes = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.defaultContentType = "application/json";
    }

    /** HEAD is answered as GET is; the server drops the body. */
    private static void add(JavalinConfig config, Route route) {
        config.routes.addHttpHandler(route.verb(), route.path(), route.handler(), route.access());
        if (route.verb().equals(HandlerType.GET) && !route.path().endsWith("/stream")) {
            config.routes.addHttpHandler(HandlerType.HEAD, route.path(), route.handler(), route.access());
        }
    }

    private static ServletContextHandler context(JavalinServlet servlet) {
        var context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS | ServletContextHandler.NO_SECURITY);
        context.setErrorHandler(new JettyProblems());
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        context.addServlet(new ServletHolder(servlet), "/*");
        return context;
    }

    /**
     * Makes ready for connections, without TLS or with it.
     *
     * @param tls key and certificate; null for plain connections
     * @return for {@link #bind} and {@link #secure}
     * @throws IOException with a sentence, if the key cannot be used
     */
    public Security security(SslContextFactory.@Nullable Server tls) throws IOException {
        if (tls == null) {
            return new Security(new HttpConnectionFactory(configuration));
        }
        var factory = new SslConnectionFactory(tls, "http/1.1");
        try {
            factory.start();
        } catch (Exception refused) {
            throw new IOException("the certificate cannot be used: " + refused.getMessage(), refused);
        }
        return new Security(factory);
    }

    /**
     * Takes an address and everything that can fail. Connections wait until {@link #listen}.
     *
     * @param host name or address
     * @param port 0 for any
     * @param security of its connections
     * @return to listen at, or to give up
     * @throws IOException with address and reason
     */
    public Listening bind(String host, int port, Security security) throws IOException {
        var door = new Door(server, limits, new HttpConnectionFactory(configuration), security.factory);
        door.bind(host, port);
        return new Listening(door);
    }

    /**
     * Begins to answer. Does not fail.
     *
     * @param listening bound
     */
    public void listen(Listening listening) {
        server.addConnector(listening.door);
        listening.door.begin();
    }

    /**
     * Changes what connections begin with from now on.
     *
     * @param listening where
     * @param security how
     */
    public void secure(Listening listening, Security security) {
        listening.door.change(security.factory);
    }

    /**
     * Gives an address up: no new connections, and a moment for what is under way.
     *
     * @param listening bound, and perhaps listened at
     */
    public void giveUp(Listening listening) {
        Door door = listening.door;
        door.leave();
        try {
            door.shutdown().get(LAST_ANSWERS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException slow) {
            LOG.debug("connections of the admin server are cut: {}", slow.toString());
        }
        stop(door);
        server.removeConnector(door);
    }

    private static void stop(Door door) {
        door.close();
        try {
            door.stop();
        } catch (Exception failure) {
            LOG.warn("the admin server still listens at port {}", door.getLocalPort(), failure);
        }
    }

    /** Cuts everything. Idempotent. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failure) {
            LOG.warn("the admin server does not stop", failure);
        }
    }
}
