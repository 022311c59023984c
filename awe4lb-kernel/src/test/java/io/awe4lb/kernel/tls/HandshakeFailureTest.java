package io.awe4lb.kernel.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.net.TruncatedException;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeFailureTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Unsupported or unrecognized SSL message            | what listens there does not speak TLS",
        "no handshake: wrong version number                 | what listens there does not speak TLS",
        "Received fatal alert: certificate_required         | see 'certificate' in the pool's tls",
        "no handshake: tlsv1 alert certificate required     | see 'certificate' in the pool's tls",
        "Received fatal alert: unrecognized_name            | see 'sni' in the pool's tls",
        "no handshake: tlsv1 unrecognized name              | see 'sni' in the pool's tls",
        "Received fatal alert: protocol_version             | see 'minVersion' and 'ciphers' in the pool's tls",
        "no handshake: tlsv1 alert protocol version         | see 'minVersion' and 'ciphers' in the pool's tls",
        "Received fatal alert: handshake_failure            | see 'minVersion' and 'ciphers' in the pool's tls",
        "no handshake: sslv3 alert handshake failure        | see 'minVersion' and 'ciphers' in the pool's tls",
        "Received fatal alert: no_application_protocol      | see 'alpn' in the pool's tls",
        "no handshake: tlsv1 alert no application protocol  | see 'alpn' in the pool's tls"})
    void whatToDoIsSaidWhicheverEngineTells(String words, String hint) {
        String sentence = HandshakeFailure.sentence(new SSLException(words));
        assertTrue(sentence.startsWith("TLS failed: " + words + ": ") && sentence.endsWith(hint), sentence);
    }

    @Test
    void anEndIsToldApartAndSoIsABrokenConnection() {
        assertEquals("TLS failed: it closed the connection during the handshake: does it speak TLS on this port?",
                HandshakeFailure.sentence(new TruncatedException()));
        assertEquals("it broke the connection during the TLS handshake: Connection reset",
                HandshakeFailure.sentence(new IOException("Connection reset")));
    }
}
