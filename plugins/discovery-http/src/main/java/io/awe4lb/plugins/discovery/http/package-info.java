/** The discoveries of type {@code http-json} and {@code http-text}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.discovery.http;
