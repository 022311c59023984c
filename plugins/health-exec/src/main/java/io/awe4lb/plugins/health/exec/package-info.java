/** The health check of type {@code exec}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.health.exec;
