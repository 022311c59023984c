/** The discovery of type {@code consul}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.discovery.consul;
