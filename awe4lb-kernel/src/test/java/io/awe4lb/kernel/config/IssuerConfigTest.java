package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerConfigTest {

    private static String text(String certificate, String others) {
        return """
                issuers: {le: {type: acme, path: /trial}}
                listeners:
                  secure: {bind: ":443", tls: {certificates: %s}, pool: web}
                  plain: {bind: ":80", %s}
                pools: {web: {backends: ["a:1"]}}
                """.formatted(certificate, others);
    }

    @Test
    void aListenerHasACertificateOfAnIssuerBesideOneOfAFile() {
        BalancerConfig config = Reading.valid(
                text("[{issuer: le, names: [Site.Example, www.site.example, site.example]}, {cert: a.pem, key: a.key}]",
                        "acmeChallenges: true"));

        List<CertificateSource> certificates = config.listeners().get("secure").tls().orElseThrow().certificates();
        var issued = (IssuedConfig) certificates.getFirst();
        assertEquals(List.of("site.example", "www.site.example"), issued.names());
        assertEquals("le", issued.issuer().id());
        assertEquals("/trial", issued.issuer().create().authority());
        assertTrue(certificates.getLast() instanceof CertificateConfig);
        assertTrue(config.listeners().get("plain").answersChallenges());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {issuer: lee, names: a.example}                      | there is no issuer 'lee': did you mean 'le'?
            {issuer: le}                                         | the key 'names' is missing beside 'issuer'
            {issuer: le, names: a.example, key: a.key}           | 'key' belongs to 'cert'
            {issuer: le, names: a.example, cert: a.pem}          | only one of these keys may be set: cert, issuer
            {cert: a.pem, key: a.key, names: a.example}          | 'names' belongs to 'issuer'
            {cert: a.pem}                                        | the key 'key' is missing beside 'cert'
            {names: a.example}                                   | one of these keys is missing: cert, issuer
            {issuer: le, names: '~a'}                            | a certificate is not for a regular expression
            {issuer: le, names: [a.example, b.invalid]}          | b.invalid is nobody's
            {issuer: le, names: 10.0.0.1}                        | is no name
            """)
    void whatCannotBeIsRefusedWithASentence(String certificate, String sentence) {
        List<String> findings = Reading.findings(text(certificate, "acmeChallenges: true"));

        assertTrue(findings.stream().anyMatch(finding -> finding.contains(sentence)), findings::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                    {issuer: le, names: a.example} | pool: web                                              | no listener answers
                    {issuer: le, names: a.example} | acmeChallenges: false                                  | nobody serves
                    {issuer: le, names: a.example} | acmeChallenges: true, tls: {certificates: {cert: a, key: b}} | plain HTTP on port 80
                    {issuer: le, names: a.example} | protocol: udp, pool: web, acmeChallenges: true         | belongs to TCP
                    {cert: a.pem, key: a.key}      | pool: web                                              | no listener has a certificate from this issuer
                    """)
    void whoAnswersAuthoritiesIsLookedAtToo(String certificate, String plain, String sentence) {
        List<String> findings = Reading.findings(text(certificate, plain));

        assertTrue(findings.stream().anyMatch(finding -> finding.contains(sentence)), findings::toString);
    }
}
