/**
 * Metrics as a page that Prometheus reads. What awe4lb counts is turned into the library's snapshots at each reading and kept nowhere; the
 * library's own meters tell of the JVM and the process.
 */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.metrics.prometheus;
