package io.awe4lb.kernel.config;

import io.awe4lb.spi.Option;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The keys of a listener that say who may come in. */
final class AdmissionKeys {

    static final Key<List<AccessRule>> ACCESS = Key.optional("access", new Shape.Several<>(new Shape.Access(), 1),
            "Who may come in: the first rule that means a client decides, whoever is meant by none may. `allow` or `deny`, then a network, "
                    + "`@` and a file with a network a line, which is read again when it changes, or `all`.");

    static final Key<Integer> PRIORITY = Key.of(Option.number("priority", AdmissionConfig.USUAL_PRIORITY, 0,
            AdmissionConfig.HIGHEST_PRIORITY,
            "How much it matters: where the process is short of something (`overload`), new clients of the listeners with the lowest are "
                    + "turned away first, of those with the highest never."));

    private AdmissionKeys() {}

    static AdmissionConfig config(Values listener) {
        List<AccessRule> access = listener.find(ACCESS).orElse(List.of());
        warnOfNoEffect(listener, access);
        return new AdmissionConfig(access, listener.get(LimitKeys.LIMITS), listener.get(PRIORITY));
    }

    /** Rules that decide about nobody, and lists that let everybody in who is on none. */
    private static void warnOfNoEffect(Values listener, List<AccessRule> access) {
        Set<AccessRule.Who> known = new HashSet<>();
        boolean isClosed = false;
        for (int i = 0; i < access.size(); i++) {
            AccessRule rule = access.get(i);
            if (isClosed) {
                listener.warnAt(ACCESS, i, Code.NO_EFFECT, "'%s' decides about nobody: a rule for all stands before it".formatted(rule));
            } else if (!known.add(rule.who())) {
                listener.warnAt(ACCESS, i, Code.NO_EFFECT,
                        "'%s' decides about nobody: a rule for the same ones stands before it".formatted(rule));
            }
            if (rule.who() instanceof AccessRule.Listed(var file) && !Files.isReadable(file)) {
                listener.warnAt(ACCESS, i, Code.ACCESS_FILE, "%s cannot be read now".formatted(file));
            }
            isClosed |= rule.who() instanceof AccessRule.All;
        }
        if (!isClosed && !access.isEmpty() && access.stream().allMatch(AccessRule::allows)) {
            listener.warn(ACCESS, Code.NO_EFFECT,
                    "these rules turn nobody away, because whoever is meant by none may come in: end them with \"deny all\"");
        }
    }
}
