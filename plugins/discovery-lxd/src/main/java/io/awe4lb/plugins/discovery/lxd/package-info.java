/** The discovery of type {@code lxd}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.discovery.lxd;
