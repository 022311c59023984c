package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.admin.http.Gate;
import io.awe4lb.admin.http.Limits;
import io.awe4lb.admin.resources.Api;
import io.awe4lb.admin.resources.Departure;
import io.awe4lb.admin.resources.Sampled;
import io.awe4lb.admin.security.FirstToken;
import io.awe4lb.admin.security.Guard;
import io.awe4lb.admin.streams.Streams;
import io.awe4lb.kernel.stats.EventType;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written is there, and what is there is written. */
class DescriptionTest {

    @Test
    void everyRouteIsDescribedAndEveryDescribedOneIsThere() throws Exception {
        try (Managed managed = Managed.usual(); Departure departure = new Departure()) {
            var guard =
                    new Guard(managed.running().balancer().events(), new FirstToken(Optional.empty(), System.err), InstantSource.system(),
                            () -> false);
            var routes =
                    Api.routes(managed.running(), guard, new Streams(new Gate(Limits.DEFAULT)), new Sampled(), departure, Limits.DEFAULT);
            var there = new TreeSet<String>();
            routes.forEach(route -> there.add(route.verb() + " " + route.path() + " " + route.access().name().toLowerCase(Locale.ROOT)));
            assertEquals(String.join("\n", Description.OF_THE_API.operations()), String.join("\n", there));
        }
    }

    @Test
    void everyTypeOfEventIsDescribed() {
        List<String> types = Stream.of(EventType.values()).map(EventType::word).toList();
        assertEquals(types, Description.OF_THE_API.words("/components/schemas/Event/properties/type/enum"));
    }

    @Test
    void theDescriptionIsServed() throws Exception {
        try (Managed managed = Managed.usual()) {
            String text = managed.client(Managed.VIEWER).get("/openapi.yaml").is(200).body();
            assertEquals("openapi: 3.1.0", text.lines().findFirst().orElse(""));
        }
    }
}
