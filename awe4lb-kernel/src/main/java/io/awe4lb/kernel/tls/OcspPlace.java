package io.awe4lb.kernel.tls;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Where an authority can be asked by OCSP, as its certificates say (RFC 5280, section 4.2.2.1). */
final class OcspPlace {

    private static final String AUTHORITY = "1.3.6.1.5.5.7.1.1";
    /** 1.3.6.1.5.5.7.48.1. */
    private static final byte[] OCSP = HexFormat.of().parseHex("06082b06010505073001");
    private static final int ADDRESS = 0x86;
    /** TLS Feature (RFC 7633). */
    private static final String FEATURES = "1.3.6.1.5.5.7.1.24";
    /** The number of status_request. */
    private static final byte[] STATUS_REQUEST = HexFormat.of().parseHex("020105");

    private OcspPlace() {}

    /** @return empty if the certificate names none, or one that is not asked by HTTP */
    static Optional<URI> of(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(AUTHORITY);
        if (extension == null) {
            return Optional.empty();
        }
        try {
            return address(Der.value(Der.value(ByteBuffer.wrap(extension))));
        } catch (RuntimeException _) { // lengths that lead out of the bytes, or no address: whoever looks at it so closely has more to say
            return Optional.empty();
        }
    }

    private static Optional<URI> address(ByteBuffer descriptions) {
        while (descriptions.hasRemaining()) {
            ByteBuffer description = Der.value(descriptions);
            byte[] method = new byte[OCSP.length];
            if (description.remaining() > OCSP.length) {
                description.get(method);
            }
            if (Arrays.equals(method, OCSP) && Der.tag(description) == ADDRESS) {
                URI found = URI.create(StandardCharsets.US_ASCII.decode(Der.value(description)).toString());
                return Optional.of(found).filter(uri -> "http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null);
            }
        }
        return Optional.empty();
    }

    /** Whether the authority can be asked. @param chain the certificate first */
    static boolean isThere(List<X509Certificate> chain) {
        return chain.size() > 1 && of(chain.getFirst()).isPresent();
    }

    /** Whether clients refuse the certificate without an answer. */
    static boolean isMust(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(FEATURES);
        return extension != null && new String(extension, StandardCharsets.ISO_8859_1)
                .contains(new String(STATUS_REQUEST, StandardCharsets.ISO_8859_1));
    }

    /** What somebody has to look after. @param isAsked whether answers are wanted */
    static Optional<String> oddity(List<X509Certificate> chain, boolean isAsked) {
        X509Certificate own = chain.getFirst();
        if (!isAsked) {
            return isMust(own) ? Optional.of("the certificate wants an answer of OCSP with it (must-staple), and clients that know that"
                    + " refuse it: write 'ocspStapling: true'") : Optional.empty();
        }
        if (of(own).isEmpty()) {
            return Optional.of("the certificate does not say where its authority can be asked by OCSP, so that nothing is stapled:"
                    + " 'ocspStapling' does nothing for it");
        }
        return chain.size() > 1 ? Optional.empty()
                : Optional
                        .of("the certificate of %s, which has signed the first one, is not in the file, so that nothing is stapled: put it"
                                .formatted(own.getIssuerX500Principal().getName()) + " there");
    }
}
