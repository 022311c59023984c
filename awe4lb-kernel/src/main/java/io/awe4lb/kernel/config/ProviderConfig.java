package io.awe4lb.kernel.config;

import io.awe4lb.spi.Options;
import io.awe4lb.spi.Provider;

/**
 * A chosen provider with the values of its options.
 *
 * @param <P> kind of provider
 * @param provider the one of the given type
 * @param options validated
 */
public record ProviderConfig<P extends Provider>(P provider, Options options) {}
