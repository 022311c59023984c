package io.awe4lb.kernel.config;

import io.awe4lb.spi.Secret;

/**
 * One token of the admin server.
 *
 * @param id key in the configuration; the name under which what its holder does is recorded
 * @param token visible ASCII, as a request carries it
 * @param role what its holder may do
 */
public record TokenConfig(String id, Secret token, Role role) {}
