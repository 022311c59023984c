package io.awe4lb.kernel.config;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Provider;
import io.awe4lb.spi.Secret;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What may be written at a place of the configuration. Reading, findings, schema and reference switch over these; the keys themselves are
 * stated in {@link RootKeys}, {@link AdminKeys}, {@link LogKeys}, {@link MetricsKeys}, {@link ListenerKeys}, {@link PoolKeys},
 * {@link RouteKeys}, {@link TlsKeys}, {@link IssuerKeys}, {@link BackendTlsKeys}, {@link SocketKeys}, {@link AdmissionKeys}, {@link LimitKeys}, {@link UdpKeys} and {@link AccessLogKeys}.
 *
 * @param <T> what is made of it
 */
sealed interface Shape<T> {

    /** A value of a type that plugins use too. */
    record Value<T>(OptionType<T> type) implements Shape<T> {}

    /** A name: letters, digits, dot, underscore and hyphen. */
    record Id() implements Shape<String> {}

    /** The id of a pool that exists. */
    record PoolReference() implements Shape<String> {}

    /** The id of an issuer of certificates that exists. */
    record IssuerReference() implements Shape<String> {}

    /** Where to listen. */
    record BindAddress() implements Shape<Address> {}

    /** Where to connect to. */
    record BackendAddress() implements Shape<Address> {}

    /** An IP address, without a port. */
    record IpAddress() implements Shape<InetAddress> {}

    /** An IP address, or a network of them. */
    record NetworkAddress() implements Shape<Network> {}

    /** Names of servers: one, all below a domain, or those that fit a regular expression. */
    record ServerNames() implements Shape<NamePattern> {}

    /** The name of a network interface. */
    record InterfaceName() implements Shape<String> {}

    /** Any text that is not empty. */
    record Text() implements Shape<String> {}

    /** A host name or an IP address, without a port. */
    record HostName() implements Shape<String> {}

    /** A file; whether it exists is not asked. */
    record FilePath() implements Shape<Path> {}

    /** Where the admin server listens: no Unix socket. */
    record AdminAddress() implements Shape<Optional<Address.Inet>> {}

    /** A server to connect to, by name or IP address: no Unix socket. */
    record ServerAddress() implements Shape<Address.Inet> {}

    /** A version of TLS, as Java names it. */
    record TlsVersion() implements Shape<String> {}

    /** Which connections are written to the access log. */
    record LogLevel() implements Shape<AccessLogLevel> {}

    /** What becomes of live connections when what they use is removed. */
    record Removal() implements Shape<RemovePolicy> {}

    /** Who may come in, and who may not. */
    record Access() implements Shape<AccessRule> {}

    /** How often connections may come. */
    record ConnectionRate() implements Shape<Rate> {}

    /** Bytes a second. */
    record Bandwidth() implements Shape<Long> {}

    /** What becomes of a client that is one too many. */
    record LimitAction() implements Shape<OnLimit> {}

    /** A text that is never shown; may be kept in a file or in the environment. */
    record SecretText() implements Shape<Secret> {}

    /** As many as {@code least} or more; a single one stands for a list of one. */
    record Several<T>(Shape<T> element, int least) implements Shape<List<T>> {}

    /** A word that stands for a value, or something else, which may be a choice of the same kind. */
    record OrWord<T>(String word, T meaning, Shape<T> other) implements Shape<T> {}

    /**
     * A map of known keys.
     *
     * @param keys all that may be written
     * @param oneOf exactly one of these has to be written; may be empty
     * @param anyOf at least one of these has to be written; may be empty
     * @param lacking what is said where none of them is written; empty: their names
     * @param make called when every required key has a value; null after it reported an error
     */
    record Section<T>(List<Key<?>> keys, List<Key<?>> oneOf, List<Key<?>> anyOf, String lacking,
            Function<Values, @Nullable T> make)
            implements
            Shape<T> {

        static <T> Section<T> of(Function<Values, @Nullable T> make, Key<?>... keys) {
            return new Section<>(List.of(keys), List.of(), List.of(), "", make);
        }

        Section<T> oneOf(Key<?>... several) {
            return new Section<>(keys, List.of(several), anyOf, lacking, make);
        }

        Section<T> anyOf(Key<?>... several) {
            return anyOf("", several);
        }

        Section<T> anyOf(String lacking, Key<?>... several) {
            return new Section<>(keys, oneOf, List.of(several), lacking, make);
        }
    }

    /** Sections or plugins by id. */
    record ById<T>(Shape<T> entry) implements Shape<Map<String, T>> {}

    /**
     * A provider chosen by its type, with its own options beside; the type alone stands for a map with nothing but the type. An own option
     * hides a common one of the same name.
     *
     * @param kind of provider
     * @param common keys beside the provider's own
     * @param takesCommon whether a provider has the common keys
     * @param make of the provider with its options and the common keys
     */
    record Plugin<P extends Provider, T>(
            Kind<P> kind, List<Key<?>> common, Predicate<P> takesCommon, BiFunction<ProviderConfig<P>, Values, T> make)
            implements
            Shape<T> {}

    /** The value of one option of one type of plugin: a short form of choosing that type and setting that option. */
    record OneOption<P extends Provider, T>(Plugin<P, T> plugin, String type, String option) implements Shape<T> {}

    /** A kind of provider. */
    record Kind<P extends Provider>(String word, Function<Providers, SequencedMap<String, P>> providers) {}
}
