package io.awe4lb.plugins.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * What is shown to a server that wants to know who asks.
 *
 * @param certificate PEM: its own first, then those that signed it
 * @param key PEM: PKCS#8 without a password
 */
record OwnCertificate(Path certificate, Path key) {

    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    /** Nobody reads the store but this process. */
    private static final char[] NO_PASSWORD = {};

    KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        Certificate[] chain = Authorities.certificates("certificate", certificate).toArray(Certificate[]::new);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("own", privateKey(chain[0].getPublicKey().getAlgorithm()), NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private PrivateKey privateKey(String algorithm) throws IOException {
        Matcher matcher = KEY.matcher(text());
        if (!matcher.find()) {
            throw TlsFileException.useless("key", key, "has no key in PKCS#8 without a password: write it with "
                    + "'openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW'", new IOException("no PRIVATE KEY"));
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException failure) {
            throw TlsFileException.useless("key", key, "is broken, or of another kind than the certificate's " + algorithm, failure);
        }
    }

    private String text() throws IOException {
        try {
            return Files.readString(key, StandardCharsets.ISO_8859_1);
        } catch (IOException failure) {
            throw TlsFileException.unreadable("key", key, failure);
        }
    }
}
