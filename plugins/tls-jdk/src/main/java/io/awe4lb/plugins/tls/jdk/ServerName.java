package io.awe4lb.plugins.tls.jdk;

import java.nio.charset.StandardCharsets;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.StandardConstants;

/** The name of a server as it is: Java's own class for it takes no underscores, which names of services have. */
final class ServerName extends SNIServerName {

    ServerName(String name) {
        super(StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.US_ASCII));
    }
}
