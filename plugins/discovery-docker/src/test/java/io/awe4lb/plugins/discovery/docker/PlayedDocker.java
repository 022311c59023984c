package io.awe4lb.plugins.discovery.docker;

import io.awe4lb.plugins.http.UnixServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Docker's API as far as it is asked, on a Unix socket, with answers as Docker 27 writes them. */
final class PlayedDocker implements AutoCloseable {

    private final UnixServer server;
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private volatile String version = "1.47";
    private volatile int status = 200;
    private volatile String list = "[]";
    private volatile int statusOfEvents = 200;

    PlayedDocker(Path socket) throws IOException {
        this.server = new UnixServer(socket, this::answer);
    }

    private void answer(String request, OutputStream out) throws Exception {
        String path = URLDecoder.decode(request.split(" ")[1], StandardCharsets.UTF_8);
        paths.add(path);
        if (path.equals("/_ping")) {
            UnixServer.write(out, "HTTP/1.1 200 OK\r\nApi-Version: %s\r\nContent-Length: 2\r\n\r\nOK".formatted(version));
        } else if (!path.startsWith("/v" + version + "/")) {
            UnixServer.answer(out, 400,
                    "{\"message\":\"client version is too new. Maximum supported API version is %s\"}".formatted(version));
        } else if (path.contains("/events?") && statusOfEvents == 200) {
            UnixServer.begin(out);
            UnixServer.chunk(out, events.take() + "\n");
        } else if (path.contains("/events?")) {
            UnixServer.answer(out, statusOfEvents, "{\"message\":\"not here\"}");
        } else if (status == 200) {
            UnixServer.write(out, "HTTP/1.1 200 OK\r\nDate: Thu, 26 Nov 2026 05:00:01 GMT\r\nContent-Length: %d\r\n\r\n%s".formatted(
                    list.length(), list));
        } else {
            UnixServer.answer(out, status, "{\"message\":\"no\"}");
        }
    }

    void runs(String... containers) {
        list = "[" + String.join(",", containers) + "]";
    }

    void happens(String event) {
        events.add(event);
    }

    void replacedBy(String other) {
        version = other;
    }

    void fails(int status) {
        this.status = status;
    }

    void hasNoEvents() {
        statusOfEvents = 403;
    }

    /** Of all that was asked, without escapes. */
    List<String> paths() {
        return paths;
    }

    /** One of a list. */
    static String container(String name, String labels, String ports, String networks) {
        return """
                {"Id": "8dfafdbc3a40e7a1", "Names": ["/%s"], "Image": "nginx:latest", "Command": "nginx", "Created": 1764000000,
                 "Ports": [%s], "Labels": {"role": "web" %s}, "State": "running", "Status": "Up 5 minutes",
                 "HostConfig": {"NetworkMode": "bridge"}, "NetworkSettings": {"Networks": {%s}}, "Mounts": []}"""
                .formatted(name, ports, labels, networks);
    }

    static String published(String host, int inside, int outside, String type) {
        return "{\"IP\": \"%s\", \"PrivatePort\": %d, \"PublicPort\": %d, \"Type\": \"%s\"}".formatted(host, inside, outside, type);
    }

    static String network(String name, String address) {
        return "\"%s\": {\"NetworkID\": \"7ea29fc1412292\", \"Gateway\": \"172.17.0.1\", \"IPAddress\": \"%s\", \"GlobalIPv6Address\": \"\"}"
                .formatted(name, address);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
