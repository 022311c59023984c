package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** PROXY headers with the programs that people have before and behind: curl, HAProxy, nginx, dnsdist. One program serves all of it. */
@TestInstance(Lifecycle.PER_CLASS)
class ProxyProtocolIT extends EndToEnd {

    /** Whom everybody behind is to see. */
    private static final String CLIENT = "127.0.4.1";

    /** The same, as the answer of a name server ends. */
    private static final String CLIENT_BYTES = "\u007f\0\4\1";

    private static final String UNWANTED_CLIENT = "127.0.4.2";

    /** What the address of "client.test" is. */
    private static final String QUESTION = "\1\1\1\0\0\1\0\0\0\0\0\0\6client\4test\0\0\1\0\1";

    private static final Pattern SEEN = Pattern.compile(Pattern.quote(CLIENT) + ":\\d+ ([0-9.]+:\\d+)");

    private Path log;
    private Place believing;
    private Place haproxyV1;
    private Place haproxyV2;
    private Place dnsdistBefore;
    private Awe4lb awe4lb;

    @BeforeAll
    void serve() throws Exception {
        prepareOnce();
        log = directory.resolve("access.log");
        Place nginx = nginx();
        Place dnsdist = dnsdist();
        believing = Place.free();
        Place named = Place.free();
        haproxy(named);
        Place introduced = Place.free();
        dnsdistBefore(introduced);
        awe4lb = serving(
                """
                        accessLog: {target: {file: "%s"}}
                        listeners:
                          first: {bind: "127.0.0.1:0", pool: v1}
                          second: {bind: "127.0.0.1:0", pool: v2}
                          believing: {bind: "%s", pool: v2, proxyProtocol: {from: 127.0.0.0/8}}
                          named:
                            bind: "%s"
                            proxyProtocol: {accept: v2, from: 127.0.0.0/8}
                            routes: [{sni: shop.example.com, alpn: http/1.1, pool: v1}]
                          careful: {bind: "127.0.0.1:0", pool: v2, proxyProtocol: {from: 10.0.0.0/8}}
                          each: {bind: "127.0.0.1:0", protocol: udp, pool: each}
                          once: {bind: "127.0.0.1:0", protocol: udp, pool: once}
                          zones: {bind: "127.0.0.1:0", pool: each}
                          introduced: {bind: "%7$s", protocol: udp, pool: each, proxyProtocol: {from: 127.0.0.1}, udp: {maxResponses: 1}}
                        pools:
                          v1: {backends: ["%5$s"], proxyProtocol: v1, healthCheck: {type: http, interval: 500ms, timeout: 500ms, rise: 1, initial: down}}
                          v2: {backends: ["%5$s"], proxyProtocol: v2, healthCheck: {type: http, interval: 500ms, timeout: 500ms, rise: 1, initial: down}}
                          each: {backends: ["%6$s"], proxyProtocol: {version: v2, datagrams: every}, healthCheck: {type: dns, name: client.test, interval: 500ms, rise: 1, initial: down}}
                          once: {backends: ["%6$s"], proxyProtocol: v2}
                        """,
                log, believing, named, "", nginx, dnsdist, introduced);
    }

    /** Answers with the addresses that a header has told, and nobody without one. */
    private Place nginx() throws IOException {
        Place place = Place.free();
        String temporary = List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").stream()
                .map(kind -> "    " + kind + "_temp_path \"" + directory.resolve(kind) + "\";\n").reduce("", String::concat);
        Path config = file("nginx.conf", """
                daemon off;
                pid "%s";
                error_log "%s";
                events {}
                http {
                    access_log off;
                %s
                    server {
                        listen %s proxy_protocol;
                        return 200 "$proxy_protocol_addr:$proxy_protocol_port $proxy_protocol_server_addr:$proxy_protocol_server_port";
                    }
                }
                """.formatted(directory.resolve("nginx.pid"), directory.resolve("nginx.log"), temporary, place));
        opened.add(RealServer.start("apt-get install nginx", "nginx -p '" + directory + "' -e '" + directory.resolve("nginx.log") + "' -c '"
                + config + "'"));
        return place;
    }

    /** Answers each question with the address of whoever a header says has asked, if that one may ask; its own checks stand for nobody. */
    private Place dnsdist() throws IOException {
        Place place = Place.free();
        Path config = file("dnsdist.conf", """
                setSecurityPollSuffix("")
                setLocal("%s")
                setProxyProtocolACL({"127.0.0.0/8"})
                setProxyProtocolApplyACLToProxiedClients(true)
                setACL({"%s/32", "127.0.0.1/32"})
                addAction(AllRule(), LuaAction(function(question) return DNSAction.Spoof, question.remoteaddr:toString() end))
                """.formatted(place, CLIENT));
        opened.add(RealServer.start("apt-get install dnsdist", "dnsdist --supervised --disable-syslog -C '" + config + "'"));
        return place;
    }

    /** Asks awe4lb, and says for whom, from one port for all. */
    private void dnsdistBefore(Place awe4lb) throws IOException {
        dnsdistBefore = Place.free();
        Path config = file("before.conf", """
                setSecurityPollSuffix("")
                setLocal("%s")
                newServer({address="%s", useProxyProtocol=true, sockets=1}):setUp()
                """.formatted(dnsdistBefore, awe4lb));
        opened.add(RealServer.start("apt-get install dnsdist", "dnsdist --supervised --disable-syslog -C '" + config + "'"));
    }

    private void haproxy(Place named) throws Exception {
        haproxyV1 = Place.free();
        haproxyV2 = Place.free();
        SelfSigned own = SelfSigned.make(directory, "EC");
        Path both = file("both.pem", Files.readString(own.cert()) + Files.readString(own.key()));
        Path config = file("haproxy.cfg", """
                defaults
                    mode tcp
                    timeout connect 5s
                    timeout client 10s
                    timeout server 10s
                listen first
                    bind %s
                    server awe4lb %s send-proxy
                listen second
                    bind %s ssl crt '%s' alpn http/1.1
                    unique-id-format from-haproxy-%%ci
                    server awe4lb %s send-proxy-v2 proxy-v2-options ssl,ssl-cipher,authority,unique-id,crc32c
                """.formatted(haproxyV1, believing, haproxyV2, both, named));
        opened.add(RealServer.start("apt-get install haproxy", "haproxy -db -f '" + config + "'"));
    }

    /** @return the answer, or why there is none */
    private String dig(String from, String listener, String... options) throws Exception {
        return dig(from, awe4lb.address(listener), options);
    }

    private static String dig(String from, InetSocketAddress server, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("dig", "-b", from, "@" + server.getAddress().getHostAddress(), "-p",
                Integer.toString(server.getPort()), "+short", "+tries=9", "+timeout=1", "client.test", "A"));
        command.addAll(List.of(options));
        Process dig = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(dig.getInputStream().readAllBytes(), UTF_8).strip();
    }

    /** @return exit code and output */
    private Map.Entry<Integer, String> curl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "-m", "10", "--interface", CLIENT));
        command.addAll(List.of(arguments));
        Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(curl.getInputStream().readAllBytes(), UTF_8);
        return Map.entry(curl.waitFor(), said);
    }

    /** Waits for what is told of the client. @return what it has asked for */
    private String asked(String... arguments) throws Exception {
        String[] said = {""};
        Eventually.until("nginx sees the client: " + String.join(" ", arguments), () -> {
            said[0] = curl(arguments).getValue();
            return SEEN.matcher(said[0]).matches();
        });
        Matcher seen = SEEN.matcher(said[0]);
        assertTrue(seen.matches(), said[0]);
        return seen.group(1);
    }

    private static String at(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** Whoever is asked only because its checks have passed: those say first that they speak for themselves. */
    @Test
    void nginxSeesTheClientByBothVersionsAndItsChecksPass() throws Exception {
        for (String listener : List.of("first", "second")) {
            String address = at(awe4lb.address(listener));
            assertEquals(address, asked("http://" + address + "/"));
        }
    }

    @Test
    void nginxSeesTheClientOfHaproxy() throws Exception {
        assertEquals(haproxyV1.toString(), asked("http://" + haproxyV1 + "/"));
        Eventually.until("a line", () -> Files.readAllLines(log).stream().anyMatch(
                line -> line.contains("\"listener\":\"believing\"") && line.contains("\"client\":\"" + CLIENT)
                        && line.contains("\"source\":\"127.0.")
                        && !line.contains("\"source\":\"" + CLIENT)));
    }

    @Test
    void whatHaproxyHasSeenOfTlsRoutesAndStandsInTheLog() throws Exception {
        int port = haproxyV2.address().getPort();
        assertEquals(haproxyV2.toString(), asked("-k", "--http1.1", "--resolve", "shop.example.com:%d:127.0.3.1".formatted(port),
                "https://shop.example.com:%d/".formatted(port)));
        Eventually.until("a line", () -> Files.readAllLines(log).stream().anyMatch(
                line -> line.contains("\"sni\":\"shop.example.com\",\"alpn\":\"http/1.1\"") && line.contains("\"version\":\"TLSv1.3\"")
                        && line.contains("\"uniqueId\":\"from-haproxy-" + CLIENT + "\"")));
    }

    @Test
    void curlIsServedWithAHeaderAndNobodyWithoutOne() throws Exception {
        assertEquals(believing.toString(), asked("--haproxy-protocol", "http://" + believing + "/"));
        assertFalse(curl("http://" + believing + "/").getKey() == 0, "without a header");
        assertFalse(curl("--haproxy-protocol", "http://" + at(awe4lb.address("careful")) + "/").getKey() == 0, "of somebody else");
        Eventually.until("both refused", () -> Files.readAllLines(log).stream()
                .filter(line -> line.contains("\"end\":{\"reason\":\"proxy_protocol_invalid\"") && line.contains("\"tried\":[]")).count()
                == 2);
    }

    @Test
    void dnsdistSeesTheClientOfEachDatagramAndOfTcp() throws Exception {
        Eventually.until("its checks pass", () -> dig(CLIENT, "zones", "+tcp").equals(CLIENT));
        assertEquals(CLIENT, dig(CLIENT, "each"));
        try (var stub = new Asker(CLIENT, awe4lb.address("each"))) {
            for (int i = 0; i < 3; i++) {
                assertTrue(stub.asks(QUESTION).endsWith(CLIENT_BYTES));
            }
        }
        String refused = dig(UNWANTED_CLIENT, "zones", "+tcp", "+tries=1");
        assertTrue(refused.contains("end of file") || refused.contains("reset"), refused);
    }

    @Test
    void dnsdistBehindSeesTheClientsOfDnsdistBefore() throws Exception {
        Eventually.until("both serve", () -> dig(CLIENT, dnsdistBefore.address()).equals(CLIENT));
        assertEquals("127.0.0.1", dig("127.0.0.1", dnsdistBefore.address()));
        assertEquals(CLIENT, dig(CLIENT, dnsdistBefore.address()));
        Eventually.until("a line", () -> Files.readAllLines(log).stream().anyMatch(
                line -> line.contains("\"listener\":\"introduced\"") && line.contains("\"client\":\"" + CLIENT)
                        && line.contains("\"source\":\"127.0.0.1:")));
    }

    /** It forgets who asks with the datagram: one question a port works, a second one would be none. */
    @Test
    void dnsdistSeesTheClientOfTheFirstDatagram() throws Exception {
        Eventually.until("it serves", () -> dig(CLIENT, "once").equals(CLIENT));
    }
}
