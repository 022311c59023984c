package io.awe4lb.kernel.stats;

import java.util.List;

/**
 * Some of the live connections.
 *
 * @param total how many there are that were asked for
 * @param connections the oldest of them
 */
public record ConnectionPage(long total, List<ConnectionInfo> connections) {}
