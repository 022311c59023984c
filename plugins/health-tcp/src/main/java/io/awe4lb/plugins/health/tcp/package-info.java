/** The health check of type {@code tcp}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.health.tcp;
