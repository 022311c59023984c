package io.awe4lb.kernel.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an authority says of a certificate (OCSP, RFC 6960). Java verifies it; here stands only what Java does not show.
 *
 * @param der as it came
 * @param since when the authority knew that
 * @param until when it has to be asked again; as {@code since} if it does not say
 */
record OcspAnswer(byte[] der, Instant since, Instant until) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final int TIME_LENGTH = 14;

    private static final int ENUMERATED = 0x0a;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int EXPLICIT_0 = 0xa0;
    /** SHA-1 and NULL: it names who is asked, and protects nothing; the one that every responder knows (RFC 5019, section 2.1.1). */
    private static final byte[] SHA_1 = HexFormat.of().parseHex("06052b0e03021a0500");

    private static final List<String> TROUBLES =
            List.of("", "it does not understand the question", "it is broken", "it has no time now", "", "it wants signed questions",
                    "it does not answer us");

    /** A question for one certificate. */
    static byte[] question(X509Certificate certificate, X509Certificate issuer) throws GeneralSecurityException {
        MessageDigest hash = MessageDigest.getInstance("SHA-1");
        byte[] name = hash.digest(issuer.getSubjectX500Principal().getEncoded());
        byte[] key = hash.digest(keyOf(issuer));
        byte[] id = Der.sequence(Der.sequence(SHA_1), Der.of(Der.OCTETS, name), Der.of(Der.OCTETS, key),
                Der.of(Der.INTEGER, certificate.getSerialNumber().toByteArray()));
        return Der.sequence(Der.sequence(Der.sequence(Der.sequence(id))));
    }

    /** The bits of the key alone. */
    private static byte[] keyOf(X509Certificate issuer) {
        ByteBuffer info = Der.value(ByteBuffer.wrap(issuer.getPublicKey().getEncoded()));
        Der.value(info);
        ByteBuffer bits = Der.value(info);
        bits.get(); // how many of the last byte's are unused: none
        byte[] key = new byte[bits.remaining()];
        bits.get(key);
        return key;
    }

    /**
     * Reads and verifies an answer: signed by the issuer or by whom it has told to, about this certificate, now, and that it holds.
     *
     * @throws IOException with a sentence, if it is not so
     */
    static OcspAnswer of(byte[] der, X509Certificate certificate, X509Certificate issuer, Instant now) throws IOException {
        try {
            OcspAnswer answer = read(der, certificate);
            verify(der, certificate, issuer, now);
            return answer;
        } catch (CertPathValidatorException wrong) {
            throw new IOException(wrong.getReason() == CertPathValidatorException.BasicReason.REVOKED
                    ? "the certificate is revoked: replace it"
                    : "the answer is not trusted: " + wrong.getMessage(), wrong);
        } catch (GeneralSecurityException | RuntimeException broken) { // lengths that lead out of the bytes, too
            throw new IOException("the answer cannot be read: " + broken.getMessage(), broken);
        }
    }

    private static void verify(byte[] der, X509Certificate certificate, X509Certificate issuer, Instant now)
            throws GeneralSecurityException {
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        var checker = (PKIXRevocationChecker) validator.getRevocationChecker();
        checker.setOptions(EnumSet.of(PKIXRevocationChecker.Option.NO_FALLBACK));
        checker.setOcspResponses(Map.of(certificate, der)); // with it nobody is asked
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(issuer, null)));
        parameters.addCertPathChecker(checker);
        parameters.setDate(Date.from(now));
        validator.validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)), parameters);
    }

    private static OcspAnswer read(byte[] der, X509Certificate certificate) throws IOException {
        ByteBuffer response = Der.value(ByteBuffer.wrap(der));
        if (Der.tag(response) != ENUMERATED) {
            throw new IOException("this is no answer of OCSP");
        }
        int status = Der.value(response).get();
        if (status != 0) {
            throw new IOException("the responder refuses: " + (status < TROUBLES.size() ? TROUBLES.get(status) : "" + status));
        }
        ByteBuffer bytes = Der.value(Der.value(response));
        Der.value(bytes); // of its kind: there is one
        ByteBuffer data = Der.value(Der.value(Der.value(bytes)));
        while (Der.tag(data) != GENERALIZED_TIME) { // version, who answers
            Der.value(data);
        }
        Der.value(data);
        ByteBuffer answers = Der.value(data);
        while (answers.hasRemaining()) {
            ByteBuffer answer = Der.value(answers);
            if (serial(Der.value(answer)).equals(certificate.getSerialNumber())) {
                return times(der, answer);
            }
        }
        throw new IOException("the answer is about another certificate");
    }

    private static BigInteger serial(ByteBuffer id) {
        Der.value(id);
        Der.value(id);
        Der.value(id);
        ByteBuffer number = Der.value(id);
        byte[] bytes = new byte[number.remaining()];
        number.get(bytes);
        return new BigInteger(bytes);
    }

    private static OcspAnswer times(byte[] der, ByteBuffer answer) throws IOException {
        Der.value(answer); // whether it holds: verified
        Instant since = time(Der.value(answer));
        boolean hasEnd = answer.hasRemaining() && Der.tag(answer) == EXPLICIT_0;
        return new OcspAnswer(der, since, hasEnd ? time(Der.value(Der.value(answer))) : since);
    }

    private static Instant time(ByteBuffer text) throws IOException {
        String written = StandardCharsets.US_ASCII.decode(text).toString();
        try {
            return LocalDateTime.parse(written.substring(0, Math.min(TIME_LENGTH, written.length())), TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException wrong) {
            throw new IOException("'%s' is no time".formatted(written), wrong);
        }
    }

    @Override
    public String toString() {
        return "an answer of OCSP until " + until;
    }
}
