/** The health check of type {@code dns}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.health.dns;
