/**
 * Metrics that are sent to a collector of OpenTelemetry, by OTLP over HTTP. What awe4lb counts is turned into messages each time and kept
 * nowhere; the library's own meters tell of the JVM and the process.
 */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.metrics.otlp;
