package io.awe4lb.kernel.config;

import io.awe4lb.spi.Option;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The keys of a listener that say who may come in. */
final class AdmissionKeys {

    static final Key<List<AccessRule>> ACCESS = Key.optional("access", new Shape.Several<>(new Shape.Access(), 1),
            "Who may come in: the first rule that means a client decides, whoever is meant by none may. `allow` or `deny`, then a network, "
                    + "`@` and a file with a network a line, which is read again when it changes, or `all`.");

    static final Key<Integer> PRIORITY = Key.of(Option.number("priority", AdmissionConfig.USUAL_PRIORITY, 0,
            AdmissionConfig.HIGHEST_PRIORITY,
            "How much it matters: where the process is short of something (`overload`), new clients of the listeners with the lowest are "
                    + "turned away first, of those with the highest never."));

    /** Of a list: reading one takes a second for three million, and a configuration is read often. */
    private static final int LINES_CHECKED = 100_000;

    private AdmissionKeys() {}

    static AdmissionConfig config(Values listener) {
        List<AccessRule> access = listener.find(ACCESS).orElse(List.of());
        warnOfNoEffect(listener, access);
        return new AdmissionConfig(access, listener.get(LimitKeys.LIMITS), listener.get(PRIORITY));
    }

    /** Rules that decide about nobody, lists that cannot be used, and rules that let everybody in who is on none. */
    private static void warnOfNoEffect(Values listener, List<AccessRule> access) {
        var before = new Covered();
        for (int i = 0; i < access.size(); i++) {
            AccessRule rule = access.get(i);
            int place = i;
            before.by(rule).ifPresent(other -> listener.warnAt(ACCESS, place, Code.NO_EFFECT,
                    "'%s' decides about nobody: '%s' stands before it and takes all of these".formatted(rule, other)));
            before.add(rule);
            if (rule.who() instanceof AccessRule.Listed(var file)) {
                warnOfFile(listener, place, file);
            }
        }
        boolean isClosed = access.stream().anyMatch(rule -> rule.who() instanceof AccessRule.All);
        if (!isClosed && !access.isEmpty() && access.stream().allMatch(AccessRule::allows)) {
            listener.warn(ACCESS, Code.NO_EFFECT,
                    "these rules turn nobody away, because whoever is meant by none may come in: end them with \"deny all\"");
        }
    }

    private static void warnOfFile(Values listener, int place, Path file) {
        try {
            NetworkFile.check(file, LINES_CHECKED);
        } catch (IOException failure) {
            listener.warnAt(ACCESS, place, Code.ACCESS_FILE, "the list cannot be used now: " + failure.getMessage());
        }
    }
}
