package io.awe4lb.plugins.discovery.exec;

import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes discoveries that run a program and read what it says. */
public final class ExecDiscoveryProvider implements DiscoveryProvider {

    static final Option<List<String>> COMMAND = Option.required("command", new OptionType.ListType<>(new OptionType.TextType()),
            "The program and its arguments, each an element of the list; started as it is, without a shell.");
    static final Option<Format> FORMAT =
            Option.choice("format", Format.LINES, "What the program writes: `lines`, a backend a line, or `json`.");
    static final Option<String> DIRECTORY =
            Option.optional("directory", new OptionType.TextType(), "Where the program runs; left out: where awe4lb was started.");
    static final Option<Map<String, Secret>> ENVIRONMENT = Option.of("environment", new OptionType.MapType<>(new OptionType.SecretType()),
            Map.of(), "Its environment, besides `PATH`: nothing else of awe4lb's own is given to it; never shown.");
    static final Option<Long> MAX_OUTPUT = Option.of("maxOutput", new OptionType.SizeType(1L << 10, 64L << 20), 1L << 20,
            "Most that the program may write; one that writes more is killed.");

    /** For the service loader. */
    public ExecDiscoveryProvider() {}

    @Override
    public String type() {
        return "exec";
    }

    @Override
    public String description() {
        return "Runs a program that writes the backends.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(COMMAND, FORMAT, DIRECTORY, ENVIRONMENT, MAX_OUTPUT);
    }

    @Override
    public Discovery create(Options options) {
        List<String> command = options.get(COMMAND);
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw new IllegalArgumentException("command: there is no program: write command: [/path/to/program, argument, …]");
        }
        command.forEach(word -> requireNoNul("command", word));
        requireNoLine(command);
        options.find(DIRECTORY).ifPresent(directory -> requireNoNul("directory", directory));
        options.get(ENVIRONMENT).forEach(ExecDiscoveryProvider::requireVariable);
        return new ExecDiscovery(new Program(command, options.find(DIRECTORY), options.get(ENVIRONMENT), options.get(MAX_OUTPUT)),
                options.get(FORMAT));
    }

    /** A name may have spaces in it; a program that is not there under such a name is a line for a shell. */
    private static void requireNoLine(List<String> command) {
        String program = command.getFirst();
        if (command.size() == 1 && program.strip().indexOf(' ') > 0 && !Files.exists(Path.of(program))) {
            throw new IllegalArgumentException("command: there is no program '%s': write its arguments as elements of their own, [%s]"
                    .formatted(program, String.join(", ", program.strip().split(" +"))));
        }
    }

    private static void requireNoNul(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("%s: it has the character NUL, which the system does not take".formatted(what));
        }
    }

    private static void requireVariable(String name, Secret value) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("environment: '%s' is not the name of a variable".formatted(name));
        }
        requireNoNul("environment: " + name, value.value());
    }
}
