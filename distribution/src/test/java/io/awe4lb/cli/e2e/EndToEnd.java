package io.awe4lb.cli.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every test here has at hand. Everything it opens is closed after the test. */
@Timeout(120)
abstract class EndToEnd {

    @RegisterExtension
    final Opened opened = new Opened();

    /** The test's own, with a space in its name. */
    Path directory = Path.of("");

    private boolean isPrepared;
    private int served;

    /** Called by a class whose tests share what they use, before all of them. */
    @BeforeEach
    final void prepareOnce() throws IOException {
        if (!isPrepared) {
            isPrepared = true;
            prepare();
        }
    }

    void prepare() throws IOException {
        directory = opened.add(TemporaryDirectory.create()).path();
    }

    /**
     * Starts awe4lb and waits until it accepts connections. The first one's file is {@code awe4lb.yaml}; others have their own, because each
     * watches its file.
     *
     * @param configuration YAML with {@code %s} for the parts
     */
    final Awe4lb serving(String configuration, Object... parts) throws Exception {
        String name = served++ == 0 ? "awe4lb.yaml" : "awe4lb-" + served + ".yaml";
        return started("run", "-c", file(name, configuration.formatted(parts)).toString()).ready();
    }

    /** Starts awe4lb from the shared installation, without waiting. */
    final Awe4lb started(String... arguments) throws IOException {
        return started(Launch.shared(), arguments);
    }

    final Awe4lb started(Launch launch, String... arguments) throws IOException {
        return opened.add(launch.start(arguments));
    }

    /** Runs a command to its end. */
    final Ended command(String... arguments) throws Exception {
        return started(arguments).ended();
    }

    /** Runs {@code check} on a configuration. */
    final Ended check(String configuration) throws Exception {
        return command("check", "-c", file("awe4lb.yaml", configuration).toString());
    }

    final NamedBackend backend(String name) throws IOException {
        return backend(name, "127.0.1.1");
    }

    final NamedBackend backend(String name, String host) throws IOException {
        return opened.add(new NamedBackend(name, host));
    }

    final Listening listening() throws IOException {
        return listening("127.0.1.1", 0);
    }

    final Listening listening(String host, int port) throws IOException {
        return opened.add(new Listening(host, port));
    }

    final Peer client(InetSocketAddress address) throws IOException {
        return opened.add(Peer.connect(address));
    }

    final Peer clientFrom(String source, InetSocketAddress address) throws IOException {
        return opened.add(Peer.connectFrom(source, address));
    }

    /** A conversation that goes on until it is told to end. */
    final Chatter chatter(InetSocketAddress address) throws IOException {
        return opened.add(Chatter.begin(address, 1));
    }

    final Path file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
