package io.awe4lb.kernel.config;

import io.awe4lb.kernel.config.AccessRule.All;
import io.awe4lb.kernel.config.AccessRule.In;
import io.awe4lb.kernel.config.AccessRule.Listed;
import io.awe4lb.kernel.config.AccessRule.Who;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the access rule that takes everybody whom a later one means: it is for all, for the same ones, or for a network around them. Several
 * rules that do so together are not found. Looks at as many networks as an address has bits, however many rules there are.
 */
final class Covered {

    private final Map<Who, AccessRule> rules = new HashMap<>();

    /** The rule is before all those that are asked about from now on. */
    void add(AccessRule rule) {
        rules.putIfAbsent(rule.who(), rule);
    }

    /** Which of the rules takes everybody whom this one means. */
    Optional<AccessRule> by(AccessRule rule) {
        AccessRule forAll = rules.get(new All());
        return Optional.ofNullable(forAll != null ? forAll : switch (rule.who()) {
            case All all -> null;
            case Listed listed -> rules.get(listed);
            case In(var network) -> around(network);
        });
    }

    private @Nullable AccessRule around(Network network) {
        AccessRule found = null;
        for (Network wider = network; found == null && wider != null; wider = wider.wider()) {
            found = rules.get(new In(wider));
        }
        return found;
    }
}
