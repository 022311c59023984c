package io.awe4lb.kernel.tls;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Answers of {@code openssl ocsp}, without a socket.
 *
 * @param authority whose certificates it knows
 * @param signer of the answers
 * @param index of openssl
 * @param questions that it was asked, by place
 */
record PlayedResponder(TestAuthority authority, TestCertificate signer, Path index, List<URI> questions) implements Stapling.Responder {

    static PlayedResponder of(TestAuthority authority, TestCertificate signer) throws IOException {
        Path index = authority.own().cert().resolveSibling("index-" + signer.cert().getFileName());
        Files.writeString(index, "");
        return new PlayedResponder(authority, signer, index, new ArrayList<>());
    }

    /** It knows a certificate from now on. */
    void knows(X509Certificate certificate) throws IOException {
        says("V\t391231235959Z\t", certificate);
    }

    /** It says that it is revoked from now on. */
    void revokes(X509Certificate certificate) throws IOException {
        says("R\t391231235959Z\t240101000000Z", certificate);
    }

    private void says(String state, X509Certificate certificate) throws IOException {
        String serial = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
        Files.writeString(index, "%s\t%s\tunknown\t/CN=known\n".formatted(state, serial.length() % 2 == 0 ? serial : "0" + serial));
    }

    @Override
    public byte[] answer(URI place, byte[] question) throws IOException {
        questions.add(place);
        Path asked = Files.write(index.resolveSibling("question.der"), question);
        Path answer = index.resolveSibling("answer.der");
        try {
            TestCertificate.run("openssl", "ocsp", "-index", index.toString(), "-CA", authority.own().cert().toString(), "-rsigner",
                    signer.cert().toString(), "-rkey", signer.key().toString(), "-reqin", asked.toString(), "-respout", answer.toString(),
                    "-ndays", "2");
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
        return Files.readAllBytes(answer);
    }
}
