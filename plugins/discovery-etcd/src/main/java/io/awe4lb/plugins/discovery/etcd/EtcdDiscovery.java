package io.awe4lb.plugins.discovery.etcd;

import io.awe4lb.plugins.http.Json;
import io.awe4lb.plugins.http.Lines;
import io.awe4lb.plugins.http.TimeLimit;
import io.awe4lb.spi.Discovered;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads all keys, then watches for what happens to them after the revision that was read, and reads them all again when something does. A
 * watch lives as long as a pause, so that one that was lost without a word, or a revision that was compacted meanwhile, costs no more.
 *
 * <p>See <a href="https://etcd.io/docs/v3.4/dev-guide/api_grpc_gateway/">the gateway of etcd's version 3 API</a>, which writes 64 bit
 * numbers as texts, and keys and values in Base64.
 */
final class EtcdDiscovery implements Discovery {

    private static final int OK = 200;

    private final Session session;
    private final KeyRange keys;
    /** That was read last; empty: the reading has failed. */
    private OptionalLong revision = OptionalLong.empty();

    EtcdDiscovery(Session session, KeyRange keys) {
        this.session = session;
        this.keys = keys;
    }

    @Override
    public Discovered discover() throws DiscoveryException, InterruptedException {
        revision = OptionalLong.empty();
        Object answer = session.ask("/v3/kv/range", keys.asJson());
        try {
            KeyValues read = KeyValues.read(answer);
            revision = OptionalLong.of(read.revision());
            return Discovered.validFor(read.backends(), Duration.ZERO);
        } catch (IllegalArgumentException wrong) {
            throw new DiscoveryException("what stands under %s is not understood: %s".formatted(keys.prefix(), wrong.getMessage()), wrong);
        }
    }

    @Override
    public void awaitChange(Duration pause) throws InterruptedException {
        if (revision.isEmpty()) {
            Thread.sleep(pause);
            return;
        }
        Map<String, Object> create = new HashMap<>(keys.asJson());
        create.put("start_revision", Long.toString(revision.getAsLong() + 1));
        TimeLimit.awaitChange(pause, () -> watch(Map.of("create_request", create)));
    }

    /** @return when a key has changed, or what happened since the revision is not known any more */
    private boolean watch(Map<String, Object> request) throws DiscoveryException, InterruptedException {
        try (Lines lines = session.follow("/v3/watch", request)) {
            Optional<String> line = lines.status() == OK ? lines.next() : Optional.empty();
            while (line.isPresent()) {
                if (isChange(line.get())) {
                    return true;
                }
                line = lines.next();
            }
        }
        throw new DiscoveryException("the watch has ended");
    }

    private static boolean isChange(String line) throws DiscoveryException {
        Object result;
        try {
            result = Json.at(Json.parse(line), "result").orElseThrow(() -> new IllegalArgumentException("there is no result"));
        } catch (IllegalArgumentException wrong) {
            throw new DiscoveryException("the watch tells nonsense", wrong);
        }
        boolean isCompacted = Json.text(result, "compact_revision").isPresent();
        if (!isCompacted && Json.at(result, "canceled").isPresent()) {
            throw new DiscoveryException("the watch is refused");
        }
        return isCompacted || !Json.list(result, "events").isEmpty();
    }

    @Override
    public void close() {
        session.close();
    }
}
