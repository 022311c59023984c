/** How a line of the access log looks. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.accesslog;
