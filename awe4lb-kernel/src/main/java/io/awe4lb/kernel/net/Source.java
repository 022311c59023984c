package io.awe4lb.kernel.net;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Where connections and datagrams to a peer come from. Many loops at once. */
public sealed interface Source permits SourceAddresses, ClientSource {

    /**
     * What to bind to before connecting.
     *
     * @param destination where the connection goes
     * @return of the destination's family, with port 0 where the system chooses it; null: the system chooses both
     * @throws OtherFamilyException if there is an address that has to be bound to, and it is of the other family
     */
    @Nullable InetSocketAddress next(SocketAddress destination) throws OtherFamilyException;
}
