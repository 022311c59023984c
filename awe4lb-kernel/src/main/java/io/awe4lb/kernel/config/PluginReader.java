package io.awe4lb.kernel.config;

import io.awe4lb.spi.AccessLogProvider;
import io.awe4lb.spi.CertificateIssuerProvider;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.MetricsExporterProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Provider;
import io.awe4lb.spi.StrategyProvider;
import io.awe4lb.spi.TlsEngineProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Reads the choice of a plugin's type and the options of that type. */
final class PluginReader {

    private final Providers providers;
    private final ShapeReader shapes;
    private final SectionReader sections;
    private final Findings findings;

    PluginReader(Providers providers, ShapeReader shapes, SectionReader sections, Findings findings) {
        this.providers = providers;
        this.shapes = shapes;
        this.sections = sections;
        this.findings = findings;
    }

    /** A type alone, or a map with the type and its options. */
    <P extends Provider, T> @Nullable T read(Shape.Plugin<P, T> plugin, Node node, Place place) {
        return switch (node) {
            case Node.Scalar(var position, var type) -> choose(plugin, type, place.at(position), SectionReader.empty(position), place);
            case Node.Mapping(_, var entries) when !entries.containsKey(PluginKeys.TYPE) -> {
                findings.error(Code.MISSING_KEY, place, "the key 'type' is missing: " + known(plugin));
                yield null;
            }
            case Node.Mapping mapping -> {
                Node.Entry written = mapping.entries().get(PluginKeys.TYPE);
                Place at = place.child(PluginKeys.TYPE, written.value().position());
                yield written.value() instanceof Node.Scalar(_, var type) ? choose(plugin, type, at, mapping, place)
                        : refuse(plugin, written.value(), at);
            }
            default -> refuse(plugin, node, place.at(node.position()));
        };
    }

    /** The value of one option of one type. */
    <P extends Provider, T> @Nullable T readOption(Shape.OneOption<P, T> shape, Node node, Place place) {
        P provider = find(shape.plugin(), shape.type(), place);
        if (provider == null) {
            return null;
        }
        Optional<Option<?>> option =
                provider.options().stream().filter(candidate -> candidate.name().equals(shape.option())).findFirst();
        if (option.isEmpty()) {
            String message = "the type '" + shape.type() + "' has no option '" + shape.option() + "': use another version of its plugin";
            findings.error(Code.PLUGIN_FAILED, place, message);
            return null;
        }
        Object value = shapes.read(new Shape.Value<>(option.get().type()), node, place);
        Values common = sections.accept(shape.plugin().common(), SectionReader.empty(place.position()), place);
        return value == null || common == null
                ? null
                : make(shape.plugin(), provider, with(Options.defaults(), option.get(), value), common, place);
    }

    private <P extends Provider, T> @Nullable T choose(
            Shape.Plugin<P, T> plugin, String type, Place typePlace, Node.Mapping mapping, Place place) {
        P provider = find(plugin, type, typePlace);
        if (provider == null) {
            return null;
        }
        int errorsBefore = findings.errors();
        PluginKeys keys = PluginKeys.of(plugin, provider);
        sections.reportUnknown(keys.names(), mapping, place);
        Values own = sections.accept(keys.own().values(), mapping, place);
        Values common = sections.accept(keys.common(), mapping, place);
        if (own == null || common == null || findings.errors() > errorsBefore) {
            return null;
        }
        return make(plugin, provider, options(keys, own), common, place);
    }

    private static Options options(PluginKeys keys, Values own) {
        Options options = Options.defaults();
        for (Map.Entry<Option<?>, Key<?>> entry : keys.own().entrySet()) {
            Optional<Object> value = own.accepted(entry.getValue());
            options = value.isPresent() ? with(options, entry.getKey(), value.get()) : options;
        }
        return options;
    }

    @SuppressWarnings("unchecked") // the value was read by the option's own type
    private static <V> Options with(Options options, Option<V> option, Object value) {
        return options.with(option, (V) value);
    }

    private <P extends Provider, T> @Nullable T make(Shape.Plugin<P, T> plugin, P provider, Options options, Values common, Place place) {
        return fits(provider, options, place) ? plugin.make().apply(new ProviderConfig<>(provider, options), common) : null;
    }

    /** Makes an instance and drops it: only the provider knows whether its options fit together. */
    private boolean fits(Provider provider, Options options, Place place) {
        try {
            switch (provider) {
                case StrategyProvider strategy -> strategy.create(options);
                case HealthCheckProvider check -> check.create(options);
                case DiscoveryProvider discovery -> discovery.create(options).close();
                case MetricsExporterProvider exporter -> exporter.create(options).close();
                case AccessLogProvider accessLog -> accessLog.create(options);
                case CertificateIssuerProvider issuer -> issuer.create(options);
                case TlsEngineProvider _ -> {} // what it can do depends on certificates, whose files are not looked at here
            }
            return true;
        } catch (IllegalArgumentException failure) {
            findings.error(Code.INVALID_OPTIONS, place, String.valueOf(failure.getMessage()));
        } catch (RuntimeException | LinkageError failure) {
            String message = "the plugin of the type '" + provider.type() + "' failed with " + failure;
            findings.error(Code.PLUGIN_FAILED, place, message + ": report it to the plugin's author");
        }
        return false;
    }

    private <P extends Provider> @Nullable P find(Shape.Plugin<P, ?> plugin, String type, Place place) {
        SequencedMap<String, P> known = plugin.kind().providers().apply(providers);
        P provider = known.get(type);
        if (provider == null) {
            String message = "no plugin provides the " + plugin.kind().word() + " " + Quoted.of(type) + Suggestion.of(type, known.keySet());
            findings.error(Code.UNKNOWN_TYPE, place, message + " (" + known(plugin) + ")");
        }
        return provider;
    }

    boolean isProvided(Shape.Plugin<?, ?> plugin, String type) {
        return plugin.kind().providers().apply(providers).containsKey(type);
    }

    private <T> @Nullable T refuse(Shape.Plugin<?, T> plugin, Node node, Place place) {
        if (!(node instanceof Node.Broken)) {
            findings.error(Code.WRONG_TYPE, place, "expected " + Words.of(plugin) + ", found " + node.kind() + " (" + known(plugin) + ")");
        }
        return null;
    }

    private String known(Shape.Plugin<?, ?> plugin) {
        var types = plugin.kind().providers().apply(providers).keySet();
        return types.isEmpty() ? "no plugin provides any" : "known types: " + String.join(", ", types);
    }
}
