/** The discovery of type {@code docker}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.discovery.docker;
