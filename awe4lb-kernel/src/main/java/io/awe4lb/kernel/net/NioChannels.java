package io.awe4lb.kernel.net;

import java.io.IOException;
import java.nio.channels.Channel;

/** What is done to all channels of the JDK in the same way. */
final class NioChannels {

    private NioChannels() {}

    /** Ends one that nobody needs any more. Idempotent; a failure changes nothing, the system forgets the descriptor all the same. */
    static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException _) { // see above
            return;
        }
    }
}
