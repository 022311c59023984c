package io.awe4lb.cli;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import io.awe4lb.kernel.store.DataDirectory;
import io.awe4lb.kernel.store.DataInUseException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** {@code --data}: where what outlives the process is kept. */
final class DataOption {

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb");
    private static final String OFF = "off";

    @Option(
            names = "--data",
            paramLabel = "DIR|off",
            defaultValue = "${AWE4LB_DATA}",
            description = {
                "Where revisions, overrides and the token are kept; off: nowhere, they end with the process.",
                "Left out: AWE4LB_DATA of the environment, else data/ of the installation."
            })
    private @Nullable String given;

    /** What was given, or stands in the environment. */
    static DataOption ofEnvironment() {
        var option = new DataOption();
        option.given = System.getenv("AWE4LB_DATA");
        return option;
    }

    /** Nothing is kept. */
    static DataOption off() {
        var option = new DataOption();
        option.given = OFF;
        return option;
    }

    /** The directory, taken. The usual one may be missing in action: an installation that cannot be written serves all the same. */
    DataDirectory open(Installation installation) throws Failure {
        Optional<String> asked = Optional.ofNullable(given).filter(text -> !text.isEmpty());
        if (asked.filter(OFF::equals).isPresent()) {
            return DataDirectory.inMemory();
        }
        Optional<Path> usual = installation.usualData();
        try {
            Optional<Path> path = asked.map(Path::of).or(() -> usual);
            return path.isPresent() ? DataDirectory.open(path.get()) : DataDirectory.inMemory();
        } catch (DataInUseException used) {
            throw new Failure(ExitCode.FAILURE, used.getMessage());
        } catch (IOException refused) {
            if (asked.isPresent()) {
                throw new Failure(ExitCode.FAILURE, refused.getMessage());
            }
            LOG.warn("{}; until then nothing that is changed while it runs survives a restart", refused.getMessage());
            return DataDirectory.inMemory();
        }
    }
}
