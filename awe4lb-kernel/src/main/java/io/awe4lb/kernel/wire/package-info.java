/** What do the first bytes say? Pure functions of a buffer: no socket in sight. Any thread. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.kernel.wire;
