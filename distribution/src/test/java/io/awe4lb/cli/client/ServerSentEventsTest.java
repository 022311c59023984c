package io.awe4lb.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** After the examples of the HTML standard. */
class ServerSentEventsTest {

    private final ServerSentEvents events = new ServerSentEvents("");

    private List<ServerSentEvents.Event> read(String text) {
        List<ServerSentEvents.Event> read = new ArrayList<>();
        text.lines().forEach(line -> events.accept(line).ifPresent(read::add));
        return read;
    }

    private static ServerSentEvents.Event event(String data) {
        return new ServerSentEvents.Event("", data);
    }

    @Test
    void linesOfDataArePutTogether() {
        assertEquals(List.of(event("YHOO\n+2\n10")), read("data: YHOO\ndata: +2\ndata: 10\n\n"));
    }

    @Test
    void commentsAndUnknownFieldsAreNothing() {
        assertEquals(List.of(event("a")), read(": test stream\n\nkind: x\ndata: a\n\n:\n\n"));
    }

    @Test
    void oneSpaceBehindTheColonIsLeftOut() {
        assertEquals(List.of(event("test"), event("test"), event(" test")), read("data:test\n\ndata: test\n\ndata:  test\n\n"));
    }

    @Test
    void anEventWithoutDataIsNoneButItsIdCounts() {
        assertEquals(List.of(), read("id: 7\n\n"));
        assertEquals("7", events.lastId());
    }

    @Test
    void anIdCountsWhenItsEventIsComplete() {
        read("id: 1\ndata: a\n\nid: 2\ndata: b\n");
        assertEquals("1", events.lastId());
        events.begin();
        assertEquals(List.of(event("c")), read("data: c\n\n"));
        assertEquals("1", events.lastId());
    }

    @Test
    void aNameIsOfItsEventAlone() {
        assertEquals(List.of(new ServerSentEvents.Event("lost", "1"), event("2")), read("event: lost\ndata: 1\n\ndata: 2\n\n"));
    }

    @Test
    void theServerSaysHowLongToPause() {
        assertEquals(Duration.ofSeconds(1), events.pause());
        read("retry: 250\n\n");
        read("retry: soon\n\n");
        assertEquals(Duration.ofMillis(250), events.pause());
    }
}
