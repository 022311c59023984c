/** The discovery of type {@code etcd}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.discovery.etcd;
