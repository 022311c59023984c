package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of live connections when a change takes away what they came in by, or who serves them. */
class RemovalIT extends EndToEnd {

    private NamedBackend a;
    private NamedBackend b;
    private Place web;
    private Place stays;
    private Path file;

    @BeforeEach
    void configure() throws Exception {
        a = backend("a");
        b = backend("b");
        web = Place.free();
        stays = Place.free();
    }

    @Test
    void aRemovedListenerRefusesNewClientsAndKeepsItsConnectionsIfToldTo() throws Exception {
        Awe4lb awe4lb = servingWebWith("keep");
        Chatter client = chatter(web.address());
        removeListener(awe4lb, "1 live connection may live on");
        assertTrue(web.isRefused());
        client.goesOn();
        client.ends();
    }

    @ParameterizedTest
    @CsvSource({"close, 1 live connection will be closed", "drain 1s, 1 live connection will be closed after 1 s"})
    void aRemovedListenerClosesItsConnections(String policy, String said) throws Exception {
        Awe4lb awe4lb = servingWebWith(policy);
        Peer client = client(web.address());
        client.receives("a\n");
        Chatter other = chatter(stays.address());
        removeListener(awe4lb, said);
        assertTrue(web.isRefused());
        client.isClosed();
        other.goesOn();
        other.ends();
    }

    @Test
    void aRemovedListenersConnectionsMayEndByThemselvesWhileTheyDrain() throws Exception {
        Awe4lb awe4lb = servingWebWith("drain 1h");
        Chatter client = chatter(web.address());
        removeListener(awe4lb, "1 live connection will be closed after 3600 s");
        client.goesOn();
        client.ends();
    }

    @Test
    void aRemovedBackendKeepsItsConnectionsIfToldTo() throws Exception {
        Awe4lb awe4lb = servingPoolWith("keep");
        Chatter client = chatter(web.address());
        replaceBackend(awe4lb, "keep");
        assertEquals("b", client(web.address()).line());
        client.goesOn();
        client.ends();
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "drain 1s"})
    void aRemovedBackendsConnectionsAreClosed(String policy) throws Exception {
        Awe4lb awe4lb = servingPoolWith(policy);
        Peer client = client(web.address());
        client.receives("a\n");
        replaceBackend(awe4lb, policy);
        assertEquals("b", client(web.address()).line());
        client.isClosed();
    }

    @Test
    void aListenerMayGiveItsAddressToAnotherInOneChange() throws Exception {
        Awe4lb awe4lb = servingWebWith("keep");
        Chatter client = chatter(web.address());
        reload(awe4lb, """
                listeners:
                  www: {bind: "%s", pool: other}
                pools:
                  other: {backends: ["%s"]}
                """.formatted(web, b));
        awe4lb.says("listener www is added");
        assertEquals("b", client(web.address()).line());
        client.goesOn();
    }

    private Awe4lb servingWebWith(String policy) throws Exception {
        return run("""
                listeners:
                  web: {bind: "%s", pool: web, onRemove: %s}
                  stays: {bind: "%s", pool: web}
                pools:
                  web: {backends: ["%s"], onRemove: keep}
                """.formatted(web, policy, stays, a));
    }

    private void removeListener(Awe4lb awe4lb, String effect) throws Exception {
        reload(awe4lb, """
                listeners:
                  stays: {bind: "%s", pool: web}
                pools:
                  web: {backends: ["%s"], onRemove: keep}
                """.formatted(stays, a));
        awe4lb.says("listener web is removed: " + effect);
    }

    private Awe4lb servingPoolWith(String policy) throws Exception {
        return run(pool(policy, a));
    }

    private void replaceBackend(Awe4lb awe4lb, String policy) throws Exception {
        reload(awe4lb, pool(policy, b));
        awe4lb.says("pool web: backend " + a + " is removed: 1 live connection");
    }

    private String pool(String policy, NamedBackend backend) {
        return """
                listeners:
                  web: {bind: "%s", pool: web}
                pools:
                  web: {backends: ["%s"], onRemove: %s}
                """.formatted(web, backend, policy);
    }

    private Awe4lb run(String configuration) throws Exception {
        file = file("awe4lb.yaml", configuration);
        return started("run", "-c", file.toString()).ready();
    }

    private void reload(Awe4lb awe4lb, String configuration) throws Exception {
        Files.writeString(file, configuration);
        awe4lb.signal("HUP");
        awe4lb.serves(2);
    }
}
