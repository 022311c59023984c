/**
 * What happens to one TCP connection? Accept, connect to a backend (trying others when it fails), relay, close with a reason: a class a
 * phase. A connection lives on one loop and every way out passes through {@code Connection.close(reason)}.
 */
@org.jspecify.annotations.NullMarked
package io.awe4lb.kernel.tcp;
