/** The health check of type {@code grpc}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.health.grpc;
