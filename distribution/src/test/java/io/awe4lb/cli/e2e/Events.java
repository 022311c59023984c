package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a stream of server-sent events has said until now. */
final class Events implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InputStream stream;
    private final List<JsonNode> data = new CopyOnWriteArrayList<>();
    private volatile String lastId = "";
    private final Background reading;

    Events(InputStream stream) {
        this.stream = stream;
        this.reading = Background.begin(this::read);
    }

    private void read() throws IOException {
        var lines = new BufferedReader(new InputStreamReader(stream, UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data:")) {
                data.add(JSON.readTree(line.substring(5)));
            } else if (line.startsWith("id:")) {
                lastId = line.substring(3).strip();
            }
        }
    }

    String lastId() {
        return lastId;
    }

    int count() {
        return data.size();
    }

    /** Waits for an event with this text at that pointer. */
    JsonNode says(String pointer, String text) throws Exception {
        Eventually.until("an event with '" + text + "'", () -> data.stream().anyMatch(event -> event.at(pointer).asText().contains(text)));
        return data.stream().filter(event -> event.at(pointer).asText().contains(text)).findFirst().orElseThrow();
    }

    /** Waits for the end of the stream. */
    void end() throws Exception {
        Eventually.until("the stream ends", reading::isDone);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
