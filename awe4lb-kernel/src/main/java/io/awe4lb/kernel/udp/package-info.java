/**
 * What happens to one UDP flow? A session is one client's address and port at one listener: it picks a backend, has a connected socket of its
 * own, and ends when it was idle for long enough or has all its answers. Lives on one loop, the one that the system gives the client's
 * datagrams to. Where nobody waits for answers there is no session.
 */
@org.jspecify.annotations.NullMarked
package io.awe4lb.kernel.udp;
