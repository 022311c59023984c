/** The health check of type {@code postgres}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.health.postgres;
