/** The health check of type {@code tls}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.health.tls;
