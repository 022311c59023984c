package io.awe4lb.kernel.stats;

import io.awe4lb.spi.ConnectionRecord.Protocol;
import io.awe4lb.spi.ConnectionRecord.Tls;
import java.time.Duration;
import java.util.Optional;

/**
 * One live connection or session at a moment.
 *
 * @param id unique while the process runs
 * @param protocol what the client speaks
 * @param source address and port of the other end
 * @param client address and port of the one that it comes from: the same, but where a PROXY header says another one
 * @param destination address and port that the client wanted to go to before it was redirected to here; empty where nobody is
 * @param uniqueId what a PROXY header calls it; empty if none does
 * @param listener id
 * @param pool id, empty while none is chosen
 * @param backend id, empty while none is chosen
 * @param tls what is known of the client's TLS handshake; empty where nobody looked
 * @param phase identifying, connecting or relaying; a session is always relaying
 * @param age since it was accepted
 * @param bytesIn passed on from the client
 * @param bytesOut passed on to the client
 * @param clientPath to the client; empty for a Unix socket, and where the transport or the system does not tell
 * @param backendPath to the backend; empty as well while there is no connection to it
 */
public record ConnectionInfo(
        long id, Protocol protocol, String source, String client, Optional<String> destination, String uniqueId, String listener,
        String pool, String backend,
        Optional<Tls> tls, String phase,
        Duration age, long bytesIn,
        long bytesOut,
        Optional<PathInfo> clientPath, Optional<PathInfo> backendPath) {}
