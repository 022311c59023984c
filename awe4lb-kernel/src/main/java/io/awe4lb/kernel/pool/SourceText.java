package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.Option;

/** What a source is, for people and to compare: its type, and the options that say something else than their defaults. Secrets are masked. */
final class SourceText {

    private SourceText() {}

    static String of(ProviderConfig<DiscoveryProvider> source) {
        var text = new StringBuilder(source.provider().type());
        for (Option<?> option : source.provider().options()) {
            source.options().find(option).filter(value -> option.defaultValue().filter(value::equals).isEmpty())
                    .ifPresent(value -> text.append(' ').append(option.name()).append('=').append(value));
        }
        return text.toString();
    }
}
