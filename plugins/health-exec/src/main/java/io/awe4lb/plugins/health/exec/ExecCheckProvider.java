package io.awe4lb.plugins.health.exec;

import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.ListType;
import io.awe4lb.spi.OptionType.MapType;
import io.awe4lb.spi.OptionType.SecretType;
import io.awe4lb.spi.OptionType.TextType;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes {@link ExecCheck}. */
public final class ExecCheckProvider implements HealthCheckProvider {

    static final Option<List<String>> COMMAND = Option.required(
            "command", new ListType<>(new TextType()),
            "The program and its arguments, in which `$host` and `$port` stand for what is checked.");
    static final Option<String> EXPECT = Option.text(
            "expect", "", "What the program has to print, but for white space at both ends; empty: it has to end with the exit code 0.");
    static final Option<Map<String, Secret>> ENVIRONMENT = Option.of("environment", new MapType<>(new SecretType()), Map.of(),
            "Variables of the program; of awe4lb's own it gets `PATH` alone; never shown.");

    @Override
    public String type() {
        return "exec";
    }

    @Override
    public String description() {
        return "A backend is up when a program says so, by its exit code or by what it prints.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(COMMAND, EXPECT, ENVIRONMENT);
    }

    @Override
    public HealthCheck create(Options options) {
        List<String> command = options.get(COMMAND);
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw new IllegalArgumentException("'command' names no program: write it like [/usr/lib/checks/web, $host, $port]");
        }
        command.forEach(argument -> requireNoNul("command", argument));
        requireNoLine(command);
        options.get(ENVIRONMENT).forEach((name, value) -> {
            requireNoNul("environment", name + value.value());
            if (name.isEmpty() || name.contains("=")) {
                throw new IllegalArgumentException("'environment' has '" + name + "', which cannot be the name of a variable");
            }
        });
        return new ExecCheck(command, options.get(EXPECT).strip(), options.get(ENVIRONMENT));
    }

    /** A name may have spaces in it; a program that is not there under such a name is a line for a shell. */
    private static void requireNoLine(List<String> command) {
        String program = command.getFirst();
        if (command.size() == 1 && program.strip().indexOf(' ') > 0 && !Files.exists(Path.of(program))) {
            throw new IllegalArgumentException(
                    "'command' names no program that is there, '%s': write its arguments as elements of their own, [%s]"
                            .formatted(program, String.join(", ", program.strip().split(" +"))));
        }
    }

    private static void requireNoNul(String option, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("'" + option + "' has a character that no program can be given: \\0");
        }
    }
}
