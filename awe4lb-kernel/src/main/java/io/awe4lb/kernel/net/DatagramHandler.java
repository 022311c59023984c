package io.awe4lb.kernel.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Hears of one {@link DatagramSocket}, on its loop. */
public interface DatagramHandler {

    /**
     * The peer has sent something.
     *
     * @param datagrams valid for the length of the call
     */
    void onDatagrams(Datagrams datagrams);

    /**
     * The peer has sent datagrams that are too large.
     *
     * @param count how many
     */
    void onTooLarge(int count);

    /**
     * The peer's machine says that nobody is there, or it cannot be reached. Found out when reading, or when sending: what was to be sent has
     * not been.
     *
     * @param failure what the system said
     * @return where to send it instead; null: it is lost. Of no meaning when reading
     */
    @Nullable DatagramSocket onRefused(IOException failure);

    /**
     * The system did not take datagrams: it has no room, or the path is too narrow for them.
     *
     * @param count how many are lost
     */
    void onUnsent(int count);

    /**
     * One of the other methods threw.
     *
     * @param bug what it threw
     */
    void onBug(Throwable bug);
}
