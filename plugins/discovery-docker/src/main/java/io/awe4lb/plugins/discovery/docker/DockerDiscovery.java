package io.awe4lb.plugins.discovery.docker;

import io.awe4lb.plugins.http.Answer;
import io.awe4lb.plugins.http.Json;
import io.awe4lb.plugins.http.Lines;
import io.awe4lb.plugins.http.Request;
import io.awe4lb.plugins.http.Server;
import io.awe4lb.plugins.http.TimeLimit;
import io.awe4lb.spi.Discovered;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Asks for the list at each question, and for events between two: so nothing depends on events that may be lost. */
final class DockerDiscovery implements Discovery {

    private static final int OK = 200;
    private static final String FORBIDDEN = "let awe4lb use Docker's API, or mend tls";
    private static final String MISSING = "is this Docker's API?";

    private final Server server;
    private final String list;
    private final String events;
    private final Containers containers;
    /** What a path begins with: the newest version of the API that this Docker knows; empty: not known yet. */
    private Optional<String> version = Optional.empty();
    /** By Docker's clock: until then everything is in the list. */
    private Instant seen = Instant.EPOCH;

    DockerDiscovery(Server server, String label, Containers containers) {
        this.server = server;
        this.containers = containers;
        String quoted = Json.write(label);
        this.list = "/containers/json?filters=" + encoded("{\"status\":[\"running\"],\"label\":[%s]}".formatted(quoted));
        this.events = "/events?filters=" + encoded(
                "{\"type\":[\"container\"],\"event\":[\"start\",\"die\",\"pause\",\"unpause\"],\"label\":[%s]}".formatted(quoted));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public Discovered discover() throws DiscoveryException, InterruptedException {
        Answer answer = server.ask(Request.get(version() + list));
        if (answer.status() != OK) {
            version = Optional.empty(); // it may have been replaced by an older one
        }
        Object tree = answer.requireOk(FORBIDDEN, MISSING).json();
        date(answer).filter(date -> date.isAfter(seen)).ifPresent(date -> seen = date);
        try {
            return Discovered.validFor(containers.backends(tree), Duration.ZERO);
        } catch (IllegalArgumentException wrong) {
            throw answer.notUnderstood(wrong);
        }
    }

    private String version() throws DiscoveryException, InterruptedException {
        if (version.isEmpty()) {
            Answer ping = server.ask(Request.get("/_ping")).requireOk(FORBIDDEN, MISSING);
            version =
                    Optional.of(ping.header("Api-Version").filter(text -> text.matches("\\d+\\.\\d+")).map(text -> "/v" + text).orElse(""));
        }
        return version.get();
    }

    /** In whole seconds, and taken after the list was: the second before counts too. */
    private static Optional<Instant> date(Answer answer) {
        try {
            return answer.header("Date").map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
                    .map(instant -> instant.minusSeconds(1));
        } catch (DateTimeException _) { // then an event may be seen twice
            return Optional.empty();
        }
    }

    @Override
    public void awaitChange(Duration pause) throws InterruptedException {
        TimeLimit.awaitChange(pause, this::event);
    }

    private Instant event() throws DiscoveryException, InterruptedException {
        String since = "&since=%d.%09d".formatted(seen.getEpochSecond(), seen.getNano());
        try (Lines lines = server.follow(Request.get(version() + events + since))) {
            if (lines.status() != OK) {
                lines.whole().requireOk(FORBIDDEN, MISSING);
            }
            String event = lines.next().orElseThrow(() -> new DiscoveryException(server + " has no more events"));
            seen = time(event).filter(time -> time.isAfter(seen)).orElse(seen).plusNanos(1);
            return seen;
        }
    }

    private static Optional<Instant> time(String event) {
        try {
            return Json.at(Json.parse(event), "timeNano").filter(Number.class::isInstance)
                    .map(nanos -> Instant.ofEpochSecond(0, ((Number) nanos).longValue()));
        } catch (IllegalArgumentException _) { // something has happened, whatever it was
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
