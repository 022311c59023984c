/** The health check of type {@code mysql}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.health.mysql;
