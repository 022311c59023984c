package io.awe4lb.plugins.tls.jdk;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Which cipher suites are spoken. */
final class Suites {

    private Suites() {}

    /** @param wanted by their names; empty: those that are safe */
    static String[] of(List<String> wanted, SSLContext context) throws GeneralSecurityException {
        List<String> known = Arrays.asList(context.getSupportedSSLParameters().getCipherSuites());
        List<String> safe = known.stream().filter(Suites::isSafe).toList();
        for (String suite : wanted) {
            if (!known.contains(suite)) {
                throw new GeneralSecurityException("'%s' is no cipher suite that it has: %s".formatted(suite, String.join(", ", safe)));
            }
        }
        return (wanted.isEmpty() ? safe : wanted).toArray(String[]::new);
    }

    /** Those of TLS 1.3, and of the older ones those that keep past talks secret and check what they read before they believe it. */
    private static boolean isSafe(String suite) {
        boolean isChecked = suite.contains("_GCM_") || suite.contains("_CHACHA20_");
        return isChecked && (suite.startsWith("TLS_ECDHE_") || !suite.contains("_WITH_"));
    }
}
