package io.awe4lb.spi;

/** Makes {@linkplain Strategy strategies}: one for each pool that names its type. */
public non-sealed interface StrategyProvider extends Provider {

    /**
     * Makes the strategy of one pool. Called on the control thread when a configuration is applied; must not block.
     *
     * @param options validated values of {@link #options()}
     * @return a strategy of its own, sharing nothing that changes with those made before
     * @throws IllegalArgumentException with a sentence for the user when the options do not fit together: the configuration is refused
     */
    Strategy create(Options options);
}
