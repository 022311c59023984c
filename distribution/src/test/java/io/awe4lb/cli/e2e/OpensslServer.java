package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code openssl s_server}, which answers every request with what it knows of the connection. Its files are {@code name.pem} and {@code name.key}. */
final class OpensslServer implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("ACCEPT .*:([0-9]+)");

    private final Process process;
    private final int port;

    OpensslServer(Path directory, String name) throws IOException {
        this.process =
                new ProcessBuilder("openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", name + ".pem", "-key", name + ".key", "-www")
                        .directory(directory.toFile()).redirectErrorStream(true).start();
        this.port = Integer.parseInt(port(process.inputReader()));
    }

    private static String port(BufferedReader said) throws IOException {
        String line = said.readLine();
        while (line != null) {
            Matcher matcher = PORT.matcher(line);
            if (matcher.find()) {
                return matcher.group(1);
            }
            line = said.readLine();
        }
        assertNotNull(line, "it says where it listens");
        return "";
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.getInputStream().close();
    }
}
