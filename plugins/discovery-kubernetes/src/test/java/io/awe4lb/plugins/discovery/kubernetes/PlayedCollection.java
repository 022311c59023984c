package io.awe4lb.plugins.discovery.kubernetes;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.plugins.http.PlayedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** Objects of one kind at an API server: lists have the pages that a test gives, watches stay open and say what the test tells. */
final class PlayedCollection implements PlayedServer.Part {

    /** Path and query of each question, with a space and who asked behind it. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final Queue<Page> pages = new ConcurrentLinkedQueue<>();
    private final List<OpenWatch> watches = new CopyOnWriteArrayList<>();
    private final Queue<Page> refusals = new ConcurrentLinkedQueue<>();
    private volatile Page lastPage = new Page(404, "");
    private volatile boolean endsWatchesAtOnce;

    private record Page(int status, String body) {}

    /** A watch that somebody follows. */
    private record OpenWatch(PlayedServer.Reply lines, CountDownLatch end) {}

    /** From now on, each list is this one page. */
    void lists(String version, String... items) {
        lastPage = page(version, "", items);
    }

    /** The next question for a list gets this page. */
    void pages(String version, String next, String... items) {
        pages.add(page(version, next, items));
    }

    private static Page page(String version, String next, String... items) {
        return new Page(200,
                "{\"metadata\": {\"resourceVersion\": \"%s\", \"continue\": \"%s\"}, \"items\": [%s]}".formatted(version, next,
                        String.join(",", items)));
    }

    /** The next question for a list, or for a page of it, gets this. */
    void refusesNextPage(int status) {
        pages.add(new Page(status, ""));
    }

    void answers(int status, String body) {
        lastPage = new Page(status, body);
    }

    /** The next watch gets this. */
    void refusesNextWatch(int status) {
        refusals.add(new Page(status, "{\"message\": \"of this test\"}"));
    }

    void endsWatchesAtOnce() {
        endsWatchesAtOnce = true;
    }

    @Override
    public void play(PlayedServer.Asked question, PlayedServer.Reply reply) throws IOException, InterruptedException {
        if (question.target().contains("watch=true")) {
            begun(question, reply).end().await();
            return;
        }
        note(question);
        Page next = pages.poll();
        Page page = next == null ? lastPage : next;
        reply.begin(page.status()).write(page.body());
    }

    private void note(PlayedServer.Asked question) {
        asked.add(question.target() + question.header("Authorization").map(" "::concat).orElse(""));
    }

    /** Who sees that it was asked for can tell something on it. */
    private synchronized OpenWatch begun(PlayedServer.Asked question, PlayedServer.Reply reply) throws IOException {
        note(question);
        var watch = new OpenWatch(reply, new CountDownLatch(1));
        Page refusal = refusals.poll();
        if (refusal != null) {
            reply.begin(refusal.status()).write(refusal.body());
        } else {
            reply.begin(200);
        }
        if (refusal != null || endsWatchesAtOnce) {
            watch.end().countDown();
        } else {
            watches.add(watch);
        }
        return watch;
    }

    /** Tells everybody who watches, as soon as somebody does. */
    void tells(String type, String object) {
        until("somebody watches", () -> !watches.isEmpty());
        tellsWhoIsThere(type, object);
    }

    /** Notices who is not there any more. */
    synchronized void tellsWhoIsThere(String type, String object) {
        for (OpenWatch watch : watches) {
            try {
                watch.lines().write("{\"type\": \"%s\", \"object\": %s}\n".formatted(type, object.replace("\n", " ")));
            } catch (IOException _) { // gone
                end(watch);
            }
        }
    }

    private void end(OpenWatch watch) {
        watches.remove(watch);
        watch.end().countDown();
    }

    /** In order, as a server does after a while. */
    synchronized void endsWatches() {
        watches.forEach(this::end);
    }

    int watching() {
        return watches.size();
    }

    /** Something to ask for again and again. */
    interface Condition {
        boolean holds();
    }

    static void until(String what, Condition condition) {
        long begin = System.nanoTime();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() - begin < Duration.ofSeconds(30).toNanos(), what);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
