package io.awe4lb.plugins.discovery.etcd;

import io.awe4lb.plugins.http.PlayedServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A member of a cluster that answers what a test says, also what no real one would. */
final class PlayedMember implements AutoCloseable {

    /** Path and body of each question. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final PlayedServer server;
    private volatile Answer range = new Answer(200, "{\"header\": {\"revision\": \"7\"}}");
    private volatile Answer watch = new Answer(200, "");

    private record Answer(int status, String body) {}

    PlayedMember() throws IOException {
        server = new PlayedServer((question, reply) -> {
            asked.add(question.target() + " " + question.body());
            Answer answer = question.target().equals("/v3/watch") ? watch : range;
            reply.begin(answer.status()).write(answer.body());
        });
    }

    String endpoint() {
        return server.endpoint();
    }

    PlayedMember answers(int status, String body) {
        range = new Answer(status, body);
        return this;
    }

    /** What a watch says before it ends. */
    PlayedMember tells(int status, String lines) {
        watch = new Answer(status, lines);
        return this;
    }

    @Override
    public void close() {
        server.close();
    }
}
