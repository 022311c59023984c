package io.awe4lb.kernel.net;

import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;

/** The symbols of another C library: one that lacks one call of this machine's. */
public final class LackingLookup {

    private LackingLookup() {}

    /**
     * Stands in for {@link Linker#defaultLookup()}.
     *
     * @param missing the call that is not there
     */
    public static SymbolLookup without(Linker linker, String missing) {
        return name -> name.equals(missing) ? Optional.empty() : linker.defaultLookup().find(name);
    }
}
