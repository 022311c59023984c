/** The discovery of type {@code kubernetes}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.discovery.kubernetes;
