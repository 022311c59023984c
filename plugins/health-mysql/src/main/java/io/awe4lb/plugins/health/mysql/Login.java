package io.awe4lb.plugins.health.mysql;

import io.awe4lb.spi.Secret;
import java.util.Optional;

/**
 * Who asks.
 *
 * @param mayFetchKey whether a password may be encrypted with a key that the server sends and nobody vouches for
 */
record Login(String user, Optional<Secret> password, boolean mayFetchKey) {}
