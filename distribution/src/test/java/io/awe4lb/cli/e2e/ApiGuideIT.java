package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * docs/api.md, typed from its beginning to its end. A block of {@code sh} is run; with another word behind it, it is for reading: what it
 * does never ends, or needs another machine.
 */
@Order(1)
class ApiGuideIT extends EndToEnd {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final long MOST_SECONDS = 240;

    /** The page's addresses, replaced by free ones. */
    private String page = "";

    private void put(String written, String address) {
        page = page.replace(written, address);
    }

    private static String free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    /** Starts awe4lb two dozen times. */
    @Test
    @Timeout(300)
    void everythingInThePageWorksInItsOrder() throws Exception {
        page = Files.readString(Distribution.SOURCES.resolve("docs/api.md"));
        for (int backend = 1; backend <= 4; backend++) {
            put("127.0.0.1:900" + backend, backend("b" + backend, "127.0.0.1").toString());
        }
        put("127.0.0.1:7070", free());
        put("127.0.0.1:8080", free());
        put("127.0.0.1:8081", free());
        Markdown blocks = Markdown.of(file("api.md", page));
        Path configuration = file("awe4lb.yaml", blocks.block("yaml"));
        Launch launch = Launch.shared().environment("PATH=/usr/bin:/bin", "AWE4LB_TOKEN=" + TOKEN, "AWE4LB_ADMIN=");
        started(launch, "run", "-c", configuration.toString(), "--data", directory.resolve("data").toString()).ready();

        String script = blocks.blocks().stream().filter(block -> block.language().equals("sh")).map(Markdown.Block::text)
                .collect(Collectors.joining());
        String said = typed("set -euxo pipefail\n" + script);

        assertTrue(said.contains("no connection left"), said);
        assertTrue(said.contains("a new machine"), said);
        assertEquals(blocks.block("yaml"), Files.readString(directory.resolve("restored.yaml")), said);
    }

    /** In a shell that has {@code awe4lb} in its PATH, in a directory of its own. */
    private String typed(String script) throws Exception {
        Path said = directory.resolve("said");
        var builder = new ProcessBuilder("bash", file("script", script + "awe4lb config get > restored.yaml\n").toString());
        builder.environment().put("PATH", Distribution.home().resolve("bin") + ":/usr/bin:/bin");
        builder.environment().put("AWE4LB_TOKEN", TOKEN);
        builder.environment().put("AWE4LB_JAVA_OPTS", Launch.SHORT_LIVED);
        Process shell = builder.directory(directory.toFile()).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try {
            assertTrue(shell.waitFor(MOST_SECONDS, TimeUnit.SECONDS), () -> "it has not ended; script of\n" + script);
            assertEquals(0, shell.exitValue(), Files.readString(said));
            return Files.readString(said);
        } finally {
            shell.destroyForcibly();
        }
    }
}
