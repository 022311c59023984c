package io.awe4lb.kernel.plugin;

import static io.awe4lb.kernel.plugin.PluginInfo.Reason.DUPLICATE_TYPE;
import static io.awe4lb.kernel.plugin.PluginInfo.Reason.PROVIDER_FAILED;
import static io.awe4lb.kernel.plugin.PluginInfo.Reason.PROVIDER_INVALID;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Makes the providers of a plugin's module and asks them who they are. The first place where a plugin's code runs. */
final class ProviderSearch {

    private static final Pattern TYPE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private ProviderSearch() {}

    /**
     * All providers of a layer's module.
     *
     * @param layer of a plugin, with one module
     * @return one or more, of distinct kinds or types
     * @throws PluginRejected if one of them cannot be made or used
     */
    static List<Provided> in(ModuleLayer layer) {
        List<Provided> found = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Provider provider : instances(layer)) {
            var provided = examine(provider);
            if (!names.add(provided.name())) {
                throw new PluginRejected(
                        DUPLICATE_TYPE, "Two of its providers are %s: give one of them another type().".formatted(provided.name()));
            }
            found.add(provided);
        }
        return found;
    }

    /** The layer's own providers come before those of its parents, so as many are taken as its module says it has. */
    private static List<Provider> instances(ModuleLayer layer) {
        int own = layer.modules().stream()
                .mapToInt(module -> PluginModule.providerCount(module.getDescriptor()))
                .sum();
        try {
            return ServiceLoader.load(layer, Provider.class).stream()
                    .limit(own)
                    .<Provider>map(ServiceLoader.Provider::get)
                    .toList();
        } catch (Throwable thrown) { // a constructor may throw anything, and a class may be missing or broken
            Foreign.rethrowIfFatal(thrown);
            if (Foreign.root(thrown) instanceof UnsupportedClassVersionError tooNew) {
                throw PluginModule.tooNew(tooNew);
            }
            throw new PluginRejected(PROVIDER_FAILED, "%s. %s".formatted(failure(thrown), Foreign.ASK), Foreign.copy(thrown));
        }
    }

    private static String failure(Throwable thrown) {
        if (!(thrown instanceof ServiceConfigurationError)) {
            return "A provider could not be made: " + Foreign.describe(thrown);
        }
        var what = String.valueOf(thrown.getMessage()).replace(Provider.class.getName() + ": ", "");
        return thrown.getCause() == null ? what : what + " (" + Foreign.describe(thrown) + ")";
    }

    private static Provided examine(Provider provider) {
        var type = asked(provider, "type()", Provider::type);
        if (!TYPE.matcher(type).matches()) {
            var what = "type() is '%s': lower-case letters, digits and single hyphens between them are allowed";
            throw invalid(provider, what.formatted(type));
        }
        asked(provider, "description()", Provider::description);
        Set<String> names = new HashSet<>(Set.of("type"));
        for (var option : asked(provider, "options()", ProviderSearch::options)) {
            if (!names.add(option.name())) {
                throw invalid(provider, "options() has '%s' twice, or it is the word that chooses the provider".formatted(option.name()));
            }
        }
        if (Arrays.stream(Provider.class.getPermittedSubclasses()).filter(kind -> kind.isInstance(provider)).count() > 1) {
            throw new PluginRejected(PROVIDER_INVALID, "%s is of several kinds. %s".formatted(provider.getClass().getName(), Foreign.ASK));
        }
        return new Provided(type, provider);
    }

    private static List<Option<?>> options(Provider provider) {
        return List.copyOf(provider.options());
    }

    private static <T> T asked(Provider provider, String question, Function<Provider, T> ask) {
        T answer;
        try {
            answer = ask.apply(provider);
        } catch (Throwable thrown) { // foreign code
            Foreign.rethrowIfFatal(thrown);
            throw new PluginRejected(
                    PROVIDER_FAILED,
                    "%s.%s threw %s. %s".formatted(provider.getClass().getName(), question, Foreign.describe(thrown), Foreign.ASK),
                    Foreign.copy(thrown));
        }
        if (answer == null) {
            throw invalid(provider, question + " is null");
        }
        return answer;
    }

    private static PluginRejected invalid(Provider provider, String what) {
        return new PluginRejected(PROVIDER_INVALID, "%s.%s. %s".formatted(provider.getClass().getName(), what, Foreign.ASK));
    }
}
