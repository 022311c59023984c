package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.config.Providers;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.store.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A process from start to end, as far as its configuration goes: a data directory, a file, and no socket. */
final class Served implements AutoCloseable {

    final Map<String, String> environment;
    final Events events = new Events(InstantSource.system());
    final ConfigReader reader;
    final DataDirectory data;
    final FakeApplying applying;
    final Candidate started;
    final LiveConfig live;

    private Served(DataDirectory data, Path file, Map<String, String> environment) {
        this.data = data;
        this.environment = environment;
        this.reader = new ConfigReader(Providers.of(List.of()), environment::get);
        this.started = first(StartRule.decide(reader, data.revisions(), file));
        this.applying = new FakeApplying(started.config());
        this.live = LiveConfig.open(started, Optional.of(file), new LiveConfig.Means(reader, data.revisions(), applying, events));
    }

    private static Candidate first(StartRule.Choice choice) {
        return switch (choice) {
            case StartRule.Choice.Possible(var candidates) -> candidates.getFirst();
            case StartRule.Choice.Invalid(var findings) -> throw new AssertionError(findings.toString());
        };
    }

    static Served start(Path directory, Path file) throws IOException {
        return start(DataDirectory.open(directory), file);
    }

    static Served start(DataDirectory data, Path file) {
        return new Served(data, file, new ConcurrentHashMap<>());
    }

    static Served start(Path directory, Path file, Map<String, String> environment) throws IOException {
        return new Served(DataDirectory.open(directory), file, environment);
    }

    /** A configuration that differs from others by its number. */
    static String text(int seconds) {
        return "# as written by hand\nshutdown: {drain: " + seconds + "s}\n";
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What is served, told by its number. */
    long seconds() {
        return applying.config.shutdown().drain().toSeconds();
    }

    /** The number of a configuration that stands somewhere. */
    static long seconds(ConfigResult result) {
        return ((ConfigResult.Valid) result).config().shutdown().drain().toSeconds();
    }

    List<String> told() {
        return events.since(0, 1_000).stream().map(event -> event.type().word() + " " + event.who() + ": " + event.message()).toList();
    }

    @Override
    public void close() throws IOException {
        data.close();
    }
}
