/**
 * How do bytes and readiness reach us? An {@link io.awe4lb.kernel.net.EventLoop} is one thread with one poller, a timer wheel and buffers;
 * sockets stand behind {@link io.awe4lb.kernel.net.Socket}. Nothing outside this package sees a channel, a selector or a descriptor.
 */
@org.jspecify.annotations.NullMarked
package io.awe4lb.kernel.net;
