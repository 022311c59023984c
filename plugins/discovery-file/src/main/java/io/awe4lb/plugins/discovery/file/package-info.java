/** The discovery of type {@code file}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.discovery.file;
