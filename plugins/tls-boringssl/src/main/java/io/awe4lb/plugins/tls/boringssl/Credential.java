package io.awe4lb.plugins.tls.boringssl;

import io.awe4lb.spi.TlsSettings.Identity;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import io.netty.internal.tcnative.SSLCredential;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

/** Hands a certificate with its key to BoringSSL, which picks among several by what the client can verify. */
final class Credential {

    private Credential() {}

    /** @throws GeneralSecurityException with a sentence, if BoringSSL does not take it */
    static void add(Identity identity, long context) throws GeneralSecurityException {
        byte[] key = identity.key().getEncoded();
        if (key == null) {
            throw new GeneralSecurityException("the key is kept by a device, and cannot be read: use the engine jdk");
        }
        long credential = 0;
        long nativeKey = 0;
        long chain = 0;
        try {
            credential = SSLCredential.newX509();
            nativeKey = Pem.read(Pem.of("PRIVATE KEY", key), bio -> SSL.parsePrivateKey(bio, null));
            chain = Pem.read(Pem.of(identity.chain().toArray(X509Certificate[]::new)), SSL::parseX509Chain);
            SSLCredential.setCertChain(credential, chain);
            SSLCredential.setPrivateKey(credential, nativeKey);
            if (identity.staple().isPresent()) {
                SSLCredential.setOcspResponse(credential, identity.staple().get());
            }
            SSLContext.addCredential(context, credential);
        } catch (Exception refused) { // tcnative declares Exception
            throw new GeneralSecurityException("the certificate of %s or its key is not taken: %s".formatted(
                    identity.chain().getFirst().getSubjectX500Principal(), refused.getMessage()), refused);
        } finally {
            free(credential, nativeKey, chain);
        }
    }

    private static void free(long credential, long key, long chain) throws GeneralSecurityException {
        if (chain != 0) {
            SSL.freeX509Chain(chain);
        }
        if (key != 0) {
            SSL.freePrivateKey(key);
        }
        try {
            SSLCredential.free(credential);
        } catch (Exception impossible) { // tcnative declares Exception
            throw new GeneralSecurityException(impossible);
        }
    }
}
