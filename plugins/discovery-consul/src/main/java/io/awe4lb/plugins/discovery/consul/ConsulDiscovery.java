package io.awe4lb.plugins.discovery.consul;

import io.awe4lb.plugins.http.Answer;
import io.awe4lb.plugins.http.Server;
import io.awe4lb.plugins.http.TimeLimit;
import io.awe4lb.spi.Discovered;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks an agent for a service, then waits there for something else. What ends a wait is an answer itself and is not asked for again.
 *
 * <p>See <a href="https://developer.hashicorp.com/consul/api-docs/features/blocking">Blocking queries</a>.
 */
final class ConsulDiscovery implements Discovery {

    private static final int OK = 200;
    /** Consul waits no longer. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final int MOST_DIGITS = 18;

    private final Server agent;
    private final ServiceQuery query;
    /** Of the last answer; empty: there is none to wait from. */
    private OptionalLong index = OptionalLong.empty();
    /** What ended the last wait, and was not told yet. */
    private Optional<Answer> waited = Optional.empty();

    ConsulDiscovery(Server agent, ServiceQuery query) {
        this.agent = agent;
        this.query = query;
    }

    @Override
    public Discovered discover() throws DiscoveryException, InterruptedException {
        Optional<Answer> known = waited;
        waited = Optional.empty();
        index = OptionalLong.empty();
        Answer answer = known.isPresent() ? known.get() : agent.ask(query.now());
        answer.requireOk("mend token, or let it read the service and its nodes", "mend endpoint: it is not Consul that answers there");
        Discovered discovered = read(answer);
        index = index(answer);
        return discovered;
    }

    private Discovered read(Answer answer) throws DiscoveryException {
        try {
            return Discovered.validFor(Instances.read(answer.json(), query.passingOnly()), Duration.ZERO);
        } catch (IllegalArgumentException wrong) {
            throw answer.notUnderstood(wrong);
        }
    }

    @Override
    public void awaitChange(Duration pause) throws InterruptedException {
        if (index.isEmpty()) {
            Thread.sleep(pause);
            return;
        }
        long begin = System.nanoTime();
        long known = index.getAsLong();
        Duration longest = pause.compareTo(LONGEST_WAIT) < 0 ? pause : LONGEST_WAIT;
        waited = TimeLimit.awaitChange(longest, () -> agent.ask(query.whenChangedSince(known, longest)))
                .filter(answer -> answer.status() == OK && index(answer).isPresent());
        Duration left = longest.minusNanos(System.nanoTime() - begin);
        boolean isEarly = left.compareTo(longest.dividedBy(2)) > 0;
        if (isEarly && waited.filter(answer -> index(answer).getAsLong() == known).isPresent()) {
            Thread.sleep(left); // or who does not wait would be asked all the time
        }
        // an index that is lower begins anew: the state was restored, or lost
        waited = waited.filter(answer -> index(answer).getAsLong() >= known);
    }

    /** One that is not positive would not be waited for. */
    private static OptionalLong index(Answer answer) {
        Optional<String> written = answer.header("X-Consul-Index").filter(text -> text.matches("[0-9]{1,%d}".formatted(MOST_DIGITS)));
        long number = written.map(Long::parseLong).orElse(0L);
        return number > 0 ? OptionalLong.of(number) : OptionalLong.empty();
    }

    @Override
    public void close() {
        agent.close();
    }
}
