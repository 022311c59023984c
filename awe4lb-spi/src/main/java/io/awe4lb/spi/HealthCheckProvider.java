package io.awe4lb.spi;

/** Makes {@linkplain HealthCheck health checks}: one for each pool that names its type. */
public non-sealed interface HealthCheckProvider extends Provider {

    /**
     * Makes the check of one pool. Called on the control thread when a configuration is applied; must not block.
     *
     * @param options validated values of {@link #options()}
     * @return a check that is used for all backends of the pool
     * @throws IllegalArgumentException with a sentence for the user when the options do not fit together: the configuration is refused
     */
    HealthCheck create(Options options);
}
