package io.awe4lb.kernel.issue;

import io.awe4lb.kernel.config.IssuedConfig;
import io.awe4lb.kernel.store.IssuedFiles;
import io.awe4lb.kernel.tls.Challenges;
import io.awe4lb.kernel.tls.Issued;
import io.awe4lb.spi.CertificateOrder;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an issuer is given to work with.
 *
 * @param names that it is asked for
 * @param owner begin of the names of what it keeps
 * @param files where it keeps it
 * @param answers what its authority is told
 */
record Order(List<String> names, String owner, IssuedFiles files, Challenges.Answers answers) implements CertificateOrder {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,32}");

    static Order of(IssuedConfig wanted, String authority, Issued issued, Challenges.Answers answers) {
        return new Order(wanted.names(), wanted.issuer().id() + "-" + Issued.hash(authority), issued.files(), answers);
    }

    @Override
    public Optional<byte[]> kept(String name) throws IOException {
        return files.read(file(name));
    }

    @Override
    public void keep(String name, byte[] content) throws IOException {
        files.write(file(name), content);
    }

    private String file(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'%s' is no name of 1 to 32 lower-case letters and digits".formatted(name));
        }
        return owner + "." + name;
    }

    @Override
    public void answerHttp(String token, String content) {
        answers.http(token, content);
    }

    @Override
    public void answerTls(String name, Identity shown) {
        answers.tls(name, shown);
    }
}
