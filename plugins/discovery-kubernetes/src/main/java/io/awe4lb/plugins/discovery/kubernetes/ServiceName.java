package io.awe4lb.plugins.discovery.kubernetes;

import java.util.Optional;

/**
 * A Service.
 *
 * @param namespace empty: that of the one who asks
 */
record ServiceName(Optional<String> namespace, String name) {}
