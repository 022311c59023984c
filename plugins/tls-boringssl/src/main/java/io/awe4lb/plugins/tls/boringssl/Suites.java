package io.awe4lb.plugins.tls.boringssl;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Cipher suites by the names of IANA, which BoringSSL knows by those of OpenSSL. */
final class Suites {

    /** Of TLS 1.3. BoringSSL has all of them or none, and takes its own order: AES first where the processor knows it. */
    private static final List<String> OF_1_3 = List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    /** Of TLS 1.2: those that keep past talks secret and check what they read before they believe it, the best first. */
    private static final Map<String, String> SAFE = names("""
            TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 ECDHE-ECDSA-AES128-GCM-SHA256
            TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 ECDHE-RSA-AES128-GCM-SHA256
            TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 ECDHE-ECDSA-AES256-GCM-SHA384
            TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 ECDHE-RSA-AES256-GCM-SHA384
            TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 ECDHE-ECDSA-CHACHA20-POLY1305
            TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 ECDHE-RSA-CHACHA20-POLY1305""");

    /** The others of TLS 1.2, for those who name them. */
    private static final Map<String, String> WEAK = names("""
            TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256 ECDHE-ECDSA-AES128-SHA256
            TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256 ECDHE-RSA-AES128-SHA256
            TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA ECDHE-ECDSA-AES128-SHA
            TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA ECDHE-RSA-AES128-SHA
            TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA ECDHE-ECDSA-AES256-SHA
            TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA ECDHE-RSA-AES256-SHA
            TLS_RSA_WITH_AES_128_GCM_SHA256 AES128-GCM-SHA256
            TLS_RSA_WITH_AES_256_GCM_SHA384 AES256-GCM-SHA384
            TLS_RSA_WITH_AES_128_CBC_SHA AES128-SHA
            TLS_RSA_WITH_AES_256_CBC_SHA AES256-SHA""");

    private static final Map<String, String> BY_OPENSSL = new LinkedHashMap<>();

    static {
        SAFE.forEach((iana, openssl) -> BY_OPENSSL.put(openssl, iana));
        WEAK.forEach((iana, openssl) -> BY_OPENSSL.put(openssl, iana));
    }

    private final List<String> of12;
    private final boolean has13;

    private Suites(List<String> of12, boolean has13) {
        this.of12 = of12;
        this.has13 = has13;
    }

    private static Map<String, String> names(String table) {
        return table.lines().map(line -> line.split(" ")).collect(
                Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, _) -> one, LinkedHashMap::new));
    }

    /**
     * @param wanted the best first; empty: those that are safe
     * @throws GeneralSecurityException with a sentence, if it does not have them
     */
    static Suites of(List<String> wanted) throws GeneralSecurityException {
        if (wanted.isEmpty()) {
            return new Suites(List.copyOf(SAFE.values()), true);
        }
        List<String> of12 = new ArrayList<>();
        for (String suite : wanted) {
            if (!OF_1_3.contains(suite)) {
                of12.add(known(suite));
            }
        }
        return new Suites(List.copyOf(of12), has13(wanted));
    }

    private static String known(String suite) throws GeneralSecurityException {
        String openssl = SAFE.getOrDefault(suite, WEAK.getOrDefault(suite, ""));
        if (openssl.isEmpty()) {
            throw new GeneralSecurityException(
                    "'%s' is no cipher suite that it has: %s, %s".formatted(suite, String.join(", ", OF_1_3),
                            String.join(", ", SAFE.keySet())));
        }
        return openssl;
    }

    private static boolean has13(List<String> wanted) throws GeneralSecurityException {
        List<String> some = OF_1_3.stream().filter(wanted::contains).toList();
        if (!some.isEmpty() && some.size() < OF_1_3.size()) {
            throw new GeneralSecurityException(
                    "of TLS 1.3 it has all cipher suites or none: name %s, or none of them to have no TLS 1.3, or use the engine jdk"
                            .formatted(
                                    String.join(", ", OF_1_3)));
        }
        return !some.isEmpty();
    }

    /** Those of TLS 1.2, as OpenSSL writes them; empty: there are none. */
    String list() {
        return String.join(":", of12);
    }

    /** Whether there are suites of a version. */
    boolean has(String version) {
        return version.equals("TLSv1.3") ? has13 : !of12.isEmpty();
    }

    /** The name by IANA of what was agreed. */
    static String iana(String openssl) {
        return Objects.requireNonNullElse(BY_OPENSSL.get(openssl), openssl);
    }
}
