package io.awe4lb.cli.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backends that a real DNS server tells, in the running program. */
class DnsDiscoveryIT extends Sourced {

    private Place dns;

    @BeforeEach
    void choosePlace() throws IOException {
        dns = Place.free();
    }

    /** A server that knows nothing but what its options say. */
    private Process dnsmasq(String... options) throws Exception {
        var command =
                new ArrayList<>(List.of("dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--port=" + dns.address().getPort(),
                        "--listen-address=" + dns.address().getAddress().getHostAddress(), "--bind-interfaces", "--no-resolv", "--no-hosts",
                        "--pid-file=", "--local=/test/",
                        "--local-ttl=1", "--user=" + System.getProperty("user.name")));
        command.addAll(List.of(options));
        Process process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(directory.resolve("dns.log").toFile()).start();
        opened.add(() -> end(process));
        return process;
    }

    private static void end(Process process) {
        process.destroyForcibly().onExit().join();
    }

    @Test
    void servicesComeAndGoWithTheDns() throws Exception {
        Process first = dnsmasq("--host-record=host.test,127.0.1.1", "--srv-host=_web._tcp.test,host.test," + a.port());
        Api api = serving("{type: dns, name: _web._tcp.test, record: SRV, servers: '%s'}".formatted(dns));
        serves("a");
        end(first);
        fails(api, "the DNS gives no answer: %s does not answer".formatted(dns));
        serves("a");
        Process second = dnsmasq("--host-record=host.test,127.0.1.1", "--srv-host=_web._tcp.test,host.test," + b.port());
        serves("b");
        works(api);
        end(second);
        dnsmasq("--host-record=host.test,127.0.1.1");
        fails(api, "there is no name _web._tcp.test. in the DNS");
        serves("b");
    }

    @Test
    void addressesHaveThePortOfTheConfiguration() throws Exception {
        dnsmasq("--host-record=web.test,127.0.1.1", "--cname=alias.test,web.test");
        serving("{type: dns, name: alias.test, port: %d, servers: '%s', interval: 1s}".formatted(a.port(), dns));
        serves("a");
    }
}
