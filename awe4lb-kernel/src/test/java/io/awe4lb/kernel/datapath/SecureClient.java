package io.awe4lb.kernel.datapath;

import io.awe4lb.kernel.tls.Pem;
import io.awe4lb.kernel.tls.TestCertificate;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A client of TLS that trusts everybody.
 *
 * @param serverName that it asks for
 * @param version that it speaks
 * @param certificate that it shows
 * @param piece bytes of its hello that go into one record
 */
record SecureClient(String serverName, String version, Optional<TestCertificate> certificate, int piece) {

    private static final int ALL = 1 << 14;
    private static final int HEAD = 5;

    static SecureClient of(String serverName, String version) {
        return new SecureClient(serverName, version, Optional.empty(), ALL);
    }

    SecureClient showing(TestCertificate shown) {
        return new SecureClient(serverName, version, Optional.of(shown), piece);
    }

    SecureClient inPieces(int bytes) {
        return new SecureClient(serverName, version, certificate, bytes);
    }

    /** Nothing is said before somebody reads or writes. */
    SSLSocket connect(SocketAddress address) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(), new TrustManager[] {new Trusting()}, null);
        Socket plain = new Cutting(piece);
        plain.connect(new InetSocketAddress("127.0.0.1", ((InetSocketAddress) address).getPort()), Peer.DEADLINE);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, serverName, plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        parameters.setProtocols(new String[] {version});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(Peer.DEADLINE);
        return socket;
    }

    private KeyManager[] keys() throws IOException {
        if (certificate.isEmpty()) {
            return new KeyManager[0];
        }
        return new KeyManager[] {new Showing(Pem.read(certificate.get().cert(), certificate.get().key()).identity(Optional.empty()))};
    }

    /** Shows what it has, whoever is asked for. */
    private static final class Showing extends X509ExtendedKeyManager {

        private static final String ALIAS = "it";

        private final Identity identity;

        private Showing(Identity identity) {
            this.identity = identity;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return identity.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return identity.key();
        }
    }

    /** Cuts what is written first, a hello in one record, into records of a few bytes. */
    private static final class Cutting extends Socket {

        private final int piece;

        private Cutting(int piece) {
            this.piece = piece;
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {

                private boolean isCut;

                @Override
                public void write(byte[] bytes, int from, int count) throws IOException {
                    if (isCut) {
                        out.write(bytes, from, count);
                        return;
                    }
                    isCut = true;
                    for (int at = from + HEAD; at < from + count; at += piece) {
                        int length = Math.min(piece, from + count - at);
                        out.write(new byte[] {bytes[from], bytes[from + 1], bytes[from + 2], (byte) (length >> 8), (byte) length});
                        out.write(bytes, at, length);
                    }
                }
            };
        }
    }
}
