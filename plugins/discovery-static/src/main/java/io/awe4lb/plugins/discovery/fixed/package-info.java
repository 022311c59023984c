/** The discovery of type {@code static}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.discovery.fixed;
