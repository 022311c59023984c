package io.awe4lb.admin;

import io.awe4lb.admin.tls.Certificate;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the certificate's files, on a virtual thread of its own: a renewed one is used without a word from anybody. */
final class CertificateWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb");
    private static final Duration EACH = Duration.ofSeconds(2);

    private final Supplier<Optional<Certificate>> current;
    private final Renewal renewal;
    private final Duration each;
    private final Thread thread;
    /** Told once, until it is another one. */
    private String lastFailure = "";

    /** What is done with files that have changed. */
    @FunctionalInterface
    interface Renewal {

        void renew(Certificate next) throws IOException;
    }

    /** @param current the one in force; empty without TLS */
    CertificateWatch(Supplier<Optional<Certificate>> current, Renewal renewal) {
        this(current, renewal, EACH);
    }

    /** @param each how long it waits between two looks */
    CertificateWatch(Supplier<Optional<Certificate>> current, Renewal renewal, Duration each) {
        this.each = each;
        this.current = current;
        this.renewal = renewal;
        this.thread = Thread.ofVirtual().name("admin-certificate").start(this::watch);
    }

    private void watch() {
        try {
            while (!Thread.interrupted()) {
                Thread.sleep(each);
                look();
            }
        } catch (InterruptedException _) { // closed
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever goes wrong, it looks again. */
    private void look() {
        try {
            current.get().ifPresent(this::look);
        } catch (RuntimeException bug) {
            LOG.error("a renewed certificate of the admin server is not used, by a bug", bug);
        }
    }

    private void look(Certificate last) {
        try {
            Certificate next = Certificate.read(last.config());
            if (!next.equals(last)) {
                renewal.renew(next);
                LOG.info("the admin server uses the new certificate of {}", last.config().cert());
            }
            lastFailure = "";
        } catch (IOException failure) {
            String sentence = String.valueOf(failure.getMessage());
            if (!sentence.equals(lastFailure)) {
                LOG.warn("the admin server goes on with the certificate that it has: {}", sentence);
                lastFailure = sentence;
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
