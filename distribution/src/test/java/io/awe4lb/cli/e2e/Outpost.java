package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;

/** Somebody in another network, who opens conversations there and says what came of it: {@link OutpostMain}. */
final class Outpost implements AutoCloseable {

    private final Process process;
    private final BufferedReader from;
    private final BufferedWriter to;

    Outpost(Process process) {
        this.process = process;
        this.from = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.to = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
    }

    /** Waits for its answer. */
    synchronized String tell(String order, Object... parts) throws IOException {
        to.write(order.formatted(parts) + "\n");
        to.flush();
        String answer = from.readLine();
        if (answer == null) {
            throw new IOException("the outpost is gone");
        }
        return answer;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
