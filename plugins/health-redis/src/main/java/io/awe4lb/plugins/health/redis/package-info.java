/** The health check of type {@code redis}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.health.redis;
