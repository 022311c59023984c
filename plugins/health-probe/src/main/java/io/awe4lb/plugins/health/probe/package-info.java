/** The health check of type {@code probe}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.health.probe;
