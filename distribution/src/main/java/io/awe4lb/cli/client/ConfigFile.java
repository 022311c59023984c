package io.awe4lb.cli.client;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** {@code FILE}: the configuration that is sent. */
final class ConfigFile {

    private static final String STANDARD_INPUT = "-";

    @Parameters(paramLabel = "FILE", description = "The configuration: a YAML or JSON file, or - for standard input.")
    private Path path = Path.of("");

    /** For findings. */
    String name() {
        return isStandardInput() ? "standard input" : path.toString();
    }

    /** Puts its bytes into a request; what they mean is the server's to say. */
    Request in(Request request) throws Failure {
        return request.body("application/yaml", bytes());
    }

    private byte[] bytes() throws Failure {
        try {
            if (isStandardInput()) {
                return System.in.readAllBytes();
            }
            if (Files.isDirectory(path)) {
                throw new Failure(ExitCode.USAGE,
                        path + " is a directory: awe4lb takes one file here; put the configuration into one, or let"
                                + " the running awe4lb read its own directory again (HUP)");
            }
            return Files.readAllBytes(path);
        } catch (IOException failure) {
            throw new Failure(ExitCode.CONFIG, name() + " cannot be read: " + Reason.of(failure));
        }
    }

    private boolean isStandardInput() {
        return path.toString().equals(STANDARD_INPUT);
    }
}
