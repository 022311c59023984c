package io.awe4lb.plugins.issuer.acme;

import io.awe4lb.spi.IssuingException;
import java.util.stream.Collectors;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUserActionRequiredException;

/** What an authority says when it does not give a certificate, in sentences. */
final class Refusal {

    private Refusal() {}

    /** @throws InterruptedException if nobody wants to know it any more */
    static IssuingException of(AcmeException failure, Authority from) throws InterruptedException {
        if (isInterrupted(failure)) {
            throw new InterruptedException();
        }
        return switch (failure) {
            case AcmeRateLimitedException limited -> limited(limited);
            case AcmeUserActionRequiredException wanted -> new IssuingException("the authority wants you to do something first: %s (%s)"
                    .formatted(sentence(wanted.getProblem()), wanted.getInstance()), wanted);
            case AcmeServerException refused -> new IssuingException("the authority refuses: " + sentence(refused.getProblem()), refused);
            case AcmeNetworkException silent -> new IssuingException(("%s cannot be asked: %s: is the address right, does this machine"
                    + " reach it, and is it trusted ('ca')?").formatted(from.directory(), root(silent)), silent);
            default -> new IssuingException("%s: %s".formatted(from.directory(), failure.getMessage()), failure);
        };
    }

    private static boolean isInterrupted(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static IssuingException limited(AcmeRateLimitedException limited) {
        String documents = limited.getDocuments().stream().map(String::valueOf).collect(Collectors.joining(", "));
        String message = "the authority has been asked too often: " + sentence(limited.getProblem())
                + (documents.isEmpty() ? "" : " (" + documents + ")");
        return limited.getRetryAfter().map(time -> new IssuingException(message, time, limited))
                .orElseGet(() -> new IssuingException(message, limited));
    }

    /** With those about single names. */
    private static String sentence(Problem problem) {
        String own = problem.getDetail().or(problem::getTitle).orElseGet(() -> problem.getType().toString());
        String subs = problem.getSubProblems().stream().map(Refusal::sentence).collect(Collectors.joining("; "));
        return subs.isEmpty() ? own : own + ": " + subs;
    }
}
