package io.awe4lb.kernel.net;

import org.jspecify.annotations.Nullable;

/** Hears of one {@link DatagramSocket}, on its loop. */
public interface DatagramHandler extends DatagramReceiver {

    /**
     * The peer's machine says that nobody is there, or it cannot be reached. Found out when reading, or when sending.
     *
     * @param refusal what the system said, and of how many datagrams
     * @return where to send it instead; null: it is lost. Of no meaning when reading
     */
    @Nullable DatagramSocket onRefused(Refusal refusal);
}
