package io.awe4lb.plugins.discovery.dns;

import io.awe4lb.spi.DiscoveryException;
import io.awe4lb.spi.IpText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.WireParseException;

/**
 * Whom to ask: one server after the other, until one answers. A cut answer is asked for again over TCP, by the library.
 *
 * @param given empty: those of the system, as they are at each question
 * @param patience for each answer
 */
record Servers(List<InetSocketAddress> given, Duration patience) {

    private static final int PORT = 53;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int ROUNDS = 2;
    private static final Sockets SOCKETS = new Sockets();

    /** @throws IllegalArgumentException with a sentence, if one is no address */
    static Servers of(List<String> texts) {
        return new Servers(texts.stream().map(Servers::address).toList(), PATIENCE);
    }

    private static InetSocketAddress address(String text) {
        boolean hasPort = text.startsWith("[") ? text.contains("]:") : text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':');
        int colon = hasPort ? text.lastIndexOf(':') : text.length();
        String host = text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
        try {
            int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : PORT;
            return new InetSocketAddress(InetAddress.ofLiteral(host), port);
        } catch (IllegalArgumentException _) { // a name, or a port that is none
            throw new IllegalArgumentException(
                    "servers: '%s' is no address of a server: write 10.0.0.53, 10.0.0.53:5300 or [2001:db8::53]:5300".formatted(text));
        }
    }

    /**
     * Asks.
     *
     * @return an answer, or that there is no such name
     * @throws DiscoveryException if nobody answers
     */
    Message ask(Message question) throws DiscoveryException, InterruptedException {
        var refusals = new ArrayList<String>();
        for (int round = 0; round < ROUNDS; round++) {
            refusals.clear();
            for (InetSocketAddress server : current()) {
                switch (ask(server, question)) {
                    case Outcome.Answered(var answer) when isFinal(answer) -> {
                        return answer;
                    }
                    case Outcome.Answered(var refusal) -> refusals.add(text(server) + " says " + Rcode.string(refusal.getRcode()));
                    case Outcome.Unanswered(var what) -> refusals.add(text(server) + what);
                }
            }
        }
        throw new DiscoveryException(refusals.isEmpty() ? "the system knows no DNS server: name one under servers"
                : "the DNS gives no answer: %s".formatted(String.join(", ", refusals)));
    }

    private List<InetSocketAddress> current() {
        if (given.isEmpty()) {
            ResolverConfig.refresh(); // a lease of DHCP may have changed them
            return ResolverConfig.getCurrentConfig().servers();
        }
        return given;
    }

    private static boolean isFinal(Message answer) {
        return answer.getRcode() == Rcode.NOERROR || answer.getRcode() == Rcode.NXDOMAIN;
    }

    /** What came of one question to one server. */
    private sealed interface Outcome {

        record Answered(Message answer) implements Outcome {}

        /** @param what the end of a sentence that begins with the server */
        record Unanswered(String what) implements Outcome {}
    }

    private Outcome ask(InetSocketAddress server, Message question) throws InterruptedException {
        var resolver = new SimpleResolver(server);
        resolver.setTimeout(patience);
        resolver.setIoClientFactory(SOCKETS);
        try {
            return new Outcome.Answered(resolver.sendAsync(question, Runnable::run).toCompletableFuture().join());
        } catch (CompletionException failure) { // a timeout, an unreachable network, or an answer that is none
            if (Thread.interrupted()) {
                throw new InterruptedException("while the DNS was asked");
            }
            return new Outcome.Unanswered(failure.getCause() instanceof WireParseException ? " answers what is no DNS: is it a DNS server?"
                    : " does not answer");
        }
    }

    private static String text(InetSocketAddress server) {
        return IpText.of(server.getAddress(), server.getPort());
    }
}
