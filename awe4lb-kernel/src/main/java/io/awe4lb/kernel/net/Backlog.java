package io.awe4lb.kernel.net;

/**
 * The connections that the system has made and nobody has accepted yet, of one listening socket.
 *
 * @param waiting now
 * @param limit how many may wait: when one more is there, the system drops what comes; see listen(2)
 * @param dropped what the system dropped since the socket listens, because too many waited or for want of memory; each is tried again by
 *     its client, and counted again
 */
public record Backlog(long waiting, long limit, long dropped) {}
