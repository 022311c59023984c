package io.awe4lb.kernel.config;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.Provider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What may be written beside the type of one provider.
 *
 * @param own keys of the provider's own options
 * @param common keys of its kind, without those that an own option hides
 */
record PluginKeys(SequencedMap<Option<?>, Key<?>> own, List<Key<?>> common) {

    /** The key that chooses the provider. */
    static final String TYPE = "type";

    static <P extends Provider> PluginKeys of(Shape.Plugin<P, ?> plugin, P provider) {
        var own = new LinkedHashMap<Option<?>, Key<?>>();
        provider.options().forEach(option -> own.put(option, Key.of(option)));
        Set<String> names = own.values().stream().map(Key::name).collect(Collectors.toSet());
        boolean takesCommon = plugin.takesCommon().test(provider);
        return new PluginKeys(own, takesCommon ? plugin.common().stream().filter(key -> !names.contains(key.name())).toList() : List.of());
    }

    List<Key<?>> all() {
        var all = new ArrayList<Key<?>>(own.values());
        all.addAll(common);
        return all;
    }

    List<String> names() {
        var names = new ArrayList<>(List.of(TYPE));
        all().forEach(key -> names.add(key.name()));
        return names;
    }
}
