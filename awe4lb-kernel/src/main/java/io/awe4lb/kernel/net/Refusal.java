package io.awe4lb.kernel.net;

import java.io.IOException;

/**
 * A peer's machine says that nobody is there, or it cannot be reached.
 *
 * @param why what the system said
 * @param sent datagrams that were sent before and of which that is known: the system tells of one at a time, so that others may have met
 *     with the same; 0 where it refuses what is to be sent by itself
 * @param unsent datagrams that were to be sent, and have not been; 0 when it is found out while reading
 */
public record Refusal(IOException why, int sent, int unsent) {}
