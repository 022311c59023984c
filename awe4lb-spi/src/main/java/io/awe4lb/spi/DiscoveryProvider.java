package io.awe4lb.spi;

/** Makes {@linkplain Discovery discoveries}: one for each pool that names its type. */
public non-sealed interface DiscoveryProvider extends Provider {

    /**
     * Makes the discovery of one pool. Called on the control thread when a configuration is applied; must not block: connect at the first
     * {@link Discovery#discover()}.
     *
     * @param options validated values of {@link #options()}
     * @return a discovery of its own
     * @throws IllegalArgumentException with a sentence for the user when the options do not fit together: the configuration is refused
     */
    Discovery create(Options options);

    /**
     * Whether the source is asked again and again. If not, the common options {@code interval, timeout, onFailure, allowEmpty} are not
     * accepted beside this type. A source that has an option {@code interval} of its own is asked again when its answer holds no longer,
     * once a second at most.
     *
     * @return true for a source outside the configuration
     */
    default boolean isPolled() {
        return true;
    }
}
