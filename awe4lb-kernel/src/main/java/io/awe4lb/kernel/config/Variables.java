package io.awe4lb.kernel.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code ${NAME}}, {@code ${NAME:-default}} and {@code ${NAME:?message}} as a shell does: the latter two also take an empty
 * variable for unset. {@code $${} is a literal {@code ${}. What was put in is not looked at again.
 */
final class Variables implements YamlReader.Substitution {

    private final Function<String, @Nullable String> environment;

    Variables(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public String replaceIn(String text) throws Refused {
        int start = text.indexOf("${");
        if (start < 0) {
            return text;
        }
        var result = new StringBuilder();
        int done = 0;
        while (start >= 0) {
            if (start > done && text.charAt(start - 1) == '$') {
                result.append(text, done, start - 1).append("${");
                done = start + 2;
            } else {
                int end = end(text, start);
                result.append(text, done, start).append(replacement(text.substring(start + 2, end)));
                done = end + 1;
            }
            start = text.indexOf("${", done);
        }
        return result.append(text, done, text.length()).toString();
    }

    private static int end(String text, int start) throws Refused {
        int end = text.indexOf('}', start);
        if (end < 0) {
            throw new Refused(Code.BAD_VARIABLE, "'${' without '}': close it, or write $${ for a literal ${");
        }
        int nested = text.indexOf("${", start + 2);
        if (nested >= 0 && nested < end) {
            throw new Refused(Code.BAD_VARIABLE, "variables cannot be nested: write one default, without another ${ in it");
        }
        return end;
    }

    private String replacement(String expression) throws Refused {
        int nameEnd = 0;
        while (nameEnd < expression.length() && isNamePart(expression.charAt(nameEnd), nameEnd)) {
            nameEnd++;
        }
        String name = expression.substring(0, nameEnd);
        String rest = expression.substring(nameEnd);
        if (name.isEmpty() || !(rest.isEmpty() || rest.startsWith(":-") || rest.startsWith(":?"))) {
            String shown = Quoted.of("${" + expression + "}");
            throw new Refused(Code.BAD_VARIABLE,
                    shown + " is not a variable: write ${NAME}, ${NAME:-default} or ${NAME:?message}, or $${ for a literal ${");
        }
        return value(name, rest);
    }

    /** The value of a variable; may be empty. */
    String value(String name) throws Refused {
        String value = environment.apply(name);
        if (value == null) {
            throw new Refused(Code.UNSET_VARIABLE, "the environment variable " + name + " is not set: set it");
        }
        return value;
    }

    private String value(String name, String rest) throws Refused {
        String value = environment.apply(name);
        if (value != null && (rest.isEmpty() || !value.isEmpty())) {
            return value;
        }
        if (rest.startsWith(":-")) {
            return rest.substring(2);
        }
        String reason = rest.length() > 2 ? rest.substring(2) : "set it, or give a default with ${" + name + ":-default}";
        throw new Refused(Code.UNSET_VARIABLE, "the environment variable " + name + " is not set: " + reason);
    }

    private static boolean isNamePart(char c, int index) {
        return c == '_' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || index > 0 && c >= '0' && c <= '9';
    }
}
