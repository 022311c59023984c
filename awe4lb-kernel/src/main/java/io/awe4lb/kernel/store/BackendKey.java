package io.awe4lb.kernel.store;

/**
 * Which backend an override is about.
 *
 * @param pool id
 * @param backend id within the pool
 */
public record BackendKey(String pool, String backend) {}
