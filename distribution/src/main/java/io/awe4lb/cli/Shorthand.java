package io.awe4lb.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Commands that may be left out: {@code -c FILE} runs, {@code -t -c FILE} checks. */
final class Shorthand {

    private static final Set<String> NOT_OF_RUN = Set.of("-h", "--help", "-V", "--version");

    private Shorthand() {}

    /** The same arguments with the command in front. */
    static String[] expand(String... arguments) {
        if (!arguments[0].startsWith("-")) {
            return arguments;
        }
        List<String> expanded = new ArrayList<>(List.of(arguments));
        if (arguments[0].equals("-V") || arguments[0].equals("--version")) {
            expanded.set(0, "version");
        } else if (expanded.remove("-t")) {
            expanded.addFirst("check");
        } else if (!NOT_OF_RUN.contains(arguments[0])) {
            expanded.addFirst("run");
        }
        return expanded.toArray(String[]::new);
    }
}
