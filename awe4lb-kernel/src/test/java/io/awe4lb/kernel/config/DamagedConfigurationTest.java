package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a file, there are findings on one line each, and nothing is thrown. */
class DamagedConfigurationTest {

    private static final String WHOLE = """
            # everything that there is
            loops: 2
            shutdown: {delay: 1s, drain: 1m30s}
            defaults: {timeouts: {connect: 5s, idle: off}}
            listeners:
              web: &web
                bind: [":80", "[::1]:81"]
                pool: ${POOL}
                timeouts: {clientIdle: 5m}
              api: {<<: *web, bind: ":82", halfClose: false}
            pools:
              web:
                strategy: {type: sticky, by: source}
                backends:
                  - 10.0.0.1:80
                  - {address: "ü.example:80", name: 'b2', weight: 5, maxConnections: 10k}
                healthCheck: {type: http, path: "/\\u00fc", interval: 2s}
                passiveHealth: off
                retry: {tries: 3, timeout: 10s}
              exec:
                discovery:
                  type: exec
                  command: [./list.sh, "${UNSET:-x}"]
                  environment:
                    TEXT: |
                      several
                      lines
            """;
    private static final String PIECES = "{}[]:,-?&*!|>'\"%@`#\t\n\r \0\\$~<=.0a\u00e9";

    @TempDir
    Path directory;

    @Test
    void damageEndsInFindings() throws IOException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Path file = directory.resolve("a.yaml");
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = WHOLE.getBytes(StandardCharsets.UTF_8);
            for (int damages = random.nextInt(1, 5); damages > 0; damages--) {
                bytes = damaged(bytes, random);
            }
            Files.write(file, bytes);
            requireShown(Reading.reader().read(file), "seed " + seed + ", round " + i + ":\n" + new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static void requireShown(ConfigResult result, String message) {
        assertTrue(result instanceof ConfigResult.Valid || !result.findings().isEmpty(), message);
        for (Finding finding : result.findings()) {
            String line = finding.toString();
            assertTrue(line.matches(".*a\\.yaml(:\\d+:\\d+)?: (error|warning) [a-z0-9-]+: .+"), () -> line + "\n" + message);
            assertFalse(line.contains("Exception"), () -> line + "\n" + message);
        }
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int length = Math.min(random.nextInt(1, 20), bytes.length - at);
        byte[] head = Arrays.copyOf(bytes, at);
        return switch (random.nextInt(5)) {
            case 0 -> joined(head, Arrays.copyOfRange(bytes, at + length, bytes.length));
            case 1 -> joined(head, new byte[] {(byte) random.nextInt(256)}, Arrays.copyOfRange(bytes, at, bytes.length));
            case 2 -> {
                String piece = String.valueOf(PIECES.charAt(random.nextInt(PIECES.length())));
                yield joined(head, piece.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(bytes, at, bytes.length));
            }
            case 3 -> joined(head, Arrays.copyOfRange(bytes, at, at + length), Arrays.copyOfRange(bytes, at, bytes.length));
            default -> head;
        };
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
