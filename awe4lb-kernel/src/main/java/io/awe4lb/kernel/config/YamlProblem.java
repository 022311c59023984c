package io.awe4lb.kernel.config;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * The parser's complaint in words for a user.
 *
 * @param line from 1, 0 if unknown
 * @param column from 1, 0 if unknown
 * @param message what is wrong and what to do
 */
record YamlProblem(int line, int column, String message) {

    static YamlProblem of(RuntimeException failure) {
        if (failure instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark mark = marked.getProblemMark();
            return new YamlProblem(mark.getLine() + 1, mark.getColumn() + 1, sentence(marked.getProblem(), marked.getContext()));
        }
        return new YamlProblem(0, 0, sentence(failure.getMessage(), null));
    }

    void report(String file, Findings findings) {
        var position = line > 0 ? new Position(file, line, Math.max(column, 1)) : Position.ofWhole(file);
        findings.error(Code.SYNTAX, new Place(position, ""), message);
    }

    private static String sentence(@Nullable String problem, @Nullable String context) {
        if (problem == null) {
            return "this is not valid YAML";
        }
        if (problem.contains("TAB")) {
            return "a tab cannot stand here: indent with spaces";
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return "a ':' cannot stand here: check the indentation, or put the value in quotes";
        }
        if (problem.startsWith("could not find expected ':'")) {
            return "a 'key: value' is not complete: the ':' is missing in or above this line";
        }
        if (problem.contains("that cannot start any token")) {
            return problem.substring(0, problem.indexOf(" that cannot")).replace("found", "the")
                    + " cannot start a value: put the value in quotes";
        }
        if (problem.startsWith("expected <block end>")) {
            return "this line does not belong to what is above it: check the indentation";
        }
        return "this is not valid YAML: " + problem + (context == null ? "" : " " + context);
    }
}
