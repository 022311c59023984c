package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.BackendSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackendTlsConfigTest {

    private static PoolConfig pool(String rest) {
        String text = "listeners: {a: {bind: \":80\", pool: web}}\npools:\n  web: {" + rest + "}\n";
        ConfigResult result = new ConfigReader(FakeProviders.all(), Map.<String, String>of()::get).read("test", text);
        assertTrue(result instanceof ConfigResult.Valid, () -> result.findings().toString());
        return ((ConfigResult.Valid) result).config().pools().get("web");
    }

    @Test
    void leftOutThereIsNoTlsAndAnEmptyMapIsTheUsual() {
        assertEquals(Optional.empty(), pool("backends: [\"a:1\"]").tls());
        BackendTlsConfig usual = pool("backends: [\"a:1\"], tls: {}").tls().orElseThrow();
        assertTrue(usual.verify());
        assertTrue(usual.sessionReuse());
        assertEquals(List.of("TLSv1.2", "TLSv1.3"), usual.versions());
        assertEquals(Optional.empty(), usual.ca());
        assertEquals(List.of(), usual.protocols());
    }

    @Test
    void everyKeyIsTaken() {
        BackendTlsConfig tls = pool("""
                backends: ["a:1"], tls: {ca: ca.pem, sni: API.example, name: 10.0.0.1, certificate: {cert: c.pem, key: c.key}, alpn: h2,
                    minVersion: TLSv1.3, maxVersion: TLSv1.3, ciphers: [TLS_AES_128_GCM_SHA256], sessionReuse: false}""").tls()
                .orElseThrow();
        assertEquals(Optional.of(Path.of("ca.pem")), tls.ca());
        assertEquals(Optional.of("api.example"), tls.sni());
        assertEquals(Optional.of("10.0.0.1"), tls.name());
        assertEquals(Optional.of(new CertificateConfig(Path.of("c.pem"), Path.of("c.key"), Optional.empty())), tls.certificate());
        assertEquals(List.of("h2"), tls.protocols());
        assertEquals(List.of("TLSv1.3"), tls.versions());
        assertEquals(List.of("TLS_AES_128_GCM_SHA256"), tls.ciphers());
        assertFalse(tls.sessionReuse());
        assertFalse(pool("backends: [\"a:1\"], tls: {verify: false}").tls().orElseThrow().verify());
    }

    @Test
    void aBackendMayHaveANameOfItsOwn() {
        PoolConfig pool = pool("backends: [{address: \"10.0.0.1:443\", sni: B.example}], tls: {}");
        var backends = pool.discovery().source().provider().options().getFirst();
        assertEquals("[b.example]", ((List<?>) pool.discovery().source().options().get(backends)).stream().map(BackendSpec.class::cast)
                .flatMap(spec -> spec.sni().stream()).toList().toString());
    }
}
