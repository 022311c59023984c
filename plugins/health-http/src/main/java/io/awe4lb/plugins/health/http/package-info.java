/** The health check of type {@code http}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.health.http;
