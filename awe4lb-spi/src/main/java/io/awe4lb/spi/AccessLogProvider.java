package io.awe4lb.spi;

/**
 * Makes {@linkplain AccessLogFormat formats} of the access log: one for each place of the configuration that names its type
 * ({@code accessLog: {format: TYPE}}). Where the lines go is not its business.
 */
public non-sealed interface AccessLogProvider extends Provider {

    /**
     * Makes a format. Called on the control thread when a configuration is applied; must not block.
     *
     * @param options validated values of {@link #options()}
     * @return a format that may be used for several listeners
     * @throws IllegalArgumentException with a sentence for the user when the options do not fit together: the configuration is refused
     */
    AccessLogFormat create(Options options);
}
