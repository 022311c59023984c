/** How are records read and written? An engine of a plugin, pumped between a socket and whoever uses it; certificates by name. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.kernel.tls;
