package io.awe4lb.plugins.discovery.consul;

import io.awe4lb.plugins.http.PlayedServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An agent of Consul, as far as its blocking queries go: a question with an index waits for another one. */
final class PlayedAgent implements AutoCloseable {

    private static final Pattern BLOCKING = Pattern.compile("&index=(\\d+)&wait=(\\d+)ms");

    /** One question that came. */
    record Asked(String target, String token) {}

    final List<Asked> asked = new CopyOnWriteArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PlayedServer server;
    private String answer = "[]";
    private int status = 200;
    private long index = 1;
    private boolean waits = true;
    private int waiting;

    PlayedAgent() throws IOException {
        server = new PlayedServer(this::answer);
    }

    String endpoint() {
        return server.endpoint();
    }

    /** From now on, whoever waits is told. */
    void knows(String... instances) {
        answers(200, "[" + String.join(",", instances) + "]");
    }

    void answers(int newStatus, String body) {
        lock.lock();
        try {
            status = newStatus;
            answer = body;
            index++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** 0: says none. */
    void isAtIndex(long other) {
        lock.lock();
        try {
            index = other;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void doesNotWait() {
        waits = false;
    }

    /** How many questions wait for a change. */
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    private void answer(PlayedServer.Asked question, PlayedServer.Reply reply) throws IOException, InterruptedException {
        asked.add(new Asked(question.target(), question.header("X-Consul-Token").orElse("")));
        lock.lock();
        try {
            Matcher blocking = BLOCKING.matcher(question.target());
            if (waits && blocking.find()) {
                await(Long.parseLong(blocking.group(1)), Long.parseLong(blocking.group(2)));
            }
            if (index > 0) {
                reply.with("X-Consul-Index", Long.toString(index));
            }
            reply.begin(status).write(answer);
        } finally {
            lock.unlock();
        }
    }

    private void await(long known, long millis) throws InterruptedException {
        waiting++;
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (index == known && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            waiting--;
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
