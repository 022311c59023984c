package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A client, a balancer and a server, each with a network of its own: the balancer stands between the others, and is their router. Made in a
 * user namespace, so that nobody has to be root, and gone with the process that holds them.
 */
final class Networks implements AutoCloseable {

    static final String CLIENT = "10.77.1.2";
    static final String OTHER_CLIENT = "10.77.1.3";
    static final String CLIENT_6 = "fd77:1:0:0:0:0:0:2";
    static final String OTHER_CLIENT_6 = "fd77:1:0:0:0:0:0:3";
    static final String BALANCER = "10.77.1.1";
    static final String BALANCER_AT_SERVERS = "10.77.2.1";
    static final String BALANCER_6 = "fd77:1:0:0:0:0:0:1";
    static final String SERVER = "10.77.2.2";
    static final String OTHER_SERVER = "10.77.2.3";
    static final String SERVER_6 = "fd77:2:0:0:0:0:0:2";
    static final String OTHER_SERVER_6 = "fd77:2:0:0:0:0:0:3";

    private static final String SETUP = """
            set -e
            mount -t tmpfs tmpfs /run
            for name in client balancer server; do
                ip netns add $name
                ip -n $name link set lo up
            done
            ip -n balancer link add name clients type veth peer name wire netns client
            ip -n balancer link add name servers type veth peer name wire netns server
            ip -n client addr add 10.77.1.2/24 dev wire
            ip -n client addr add 10.77.1.3/24 dev wire
            ip -n client addr add fd77:1::2/64 dev wire nodad
            ip -n client addr add fd77:1::3/64 dev wire nodad
            ip -n server addr add 10.77.2.2/24 dev wire
            ip -n server addr add 10.77.2.3/24 dev wire
            ip -n server addr add fd77:2::2/64 dev wire nodad
            ip -n server addr add fd77:2::3/64 dev wire nodad
            ip -n balancer addr add 10.77.1.1/24 dev clients
            ip -n balancer addr add fd77:1::1/64 dev clients nodad
            ip -n balancer addr add 10.77.2.1/24 dev servers
            ip -n balancer addr add fd77:2::1/64 dev servers nodad
            ip netns exec client sh -c 'echo 20000 29999 > /proc/sys/net/ipv4/ip_local_port_range' # not where the balancer chooses ports
            for link in clients servers; do ip -n balancer link set $link up; done
            for side in 1:client 2:server; do
                ip -n ${side#*:} link set wire up
                ip -n ${side#*:} route add default via 10.77.${side%:*}.1
                ip -n ${side#*:} -6 route add default via fd77:${side%:*}::1
            done
            """;

    private final Process holder;

    private Networks(Process holder) {
        this.holder = holder;
    }

    /** What is tried of the system. */
    private static final String TRIAL = """
            set -e
            mount -t tmpfs tmpfs /run
            ip netns add a
            ip link add name a type veth peer name b
            nft -f - <<'RULES'
            table inet a {
                chain a {
                    type filter hook prerouting priority mangle;
                    socket transparent 1 socket wildcard 0 meta mark set 1
                    fib daddr type local accept
                    tcp dport 7000 tproxy to :8088
                    udp dport 7000 tproxy to :8088
                }
            }
            RULES
            """;

    /** @return what the system lacks, if they cannot be made here with the rules that they need */
    static String obstacle() throws Exception {
        if (!Files.exists(Path.of("/usr/sbin/nft"))) {
            throw new IOException("nft is needed: apt-get install nftables, as .ci/run does");
        }
        Process process = new ProcessBuilder("unshare", "--map-root-user", "--net", "--mount", "sh", "-c", TRIAL)
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        return process.waitFor() == 0 ? "" : "this system has no network namespaces, or no rules for transparent sockets: " + said;
    }

    static Networks open() throws Exception {
        Process holder = new ProcessBuilder("unshare", "--map-root-user", "--net", "--mount", "sh", "-c",
                SETUP + "echo ready; exec cat").redirectErrorStream(true).start();
        var out = new BufferedReader(new InputStreamReader(holder.getInputStream(), UTF_8));
        String said = out.readLine();
        if (!"ready".equals(said)) {
            throw new IOException("no networks: " + said + "\n" + String.join("\n", out.lines().toList()));
        }
        return new Networks(holder);
    }

    /** What stands before a command that is to run in one of them. */
    String[] in(String name) {
        return new String[] {"/usr/bin/nsenter", "--target", Long.toString(holder.pid()), "--user", "--preserve-credentials", "--mount",
            "--net", "/usr/sbin/ip", "netns", "exec", name};
    }

    /** Runs the lines of a shell. @return what they said */
    String run(String name, String script) throws Exception {
        Process process = new ProcessBuilder(command(name, "sh", "-e", "-c", script)).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(script + "\nin " + name + " said: " + said);
        }
        return said;
    }

    /** Somebody there who does what is told. */
    Outpost outpost(String name) throws IOException {
        String classes = Path.of(Outpost.class.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
        return new Outpost(new ProcessBuilder(command(name, System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-cp", classes, OutpostMain.class.getName())).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    private List<String> command(String name, String... command) {
        List<String> whole = new ArrayList<>(List.of(in(name)));
        whole.addAll(List.of(command));
        return whole;
    }

    @Override
    public void close() {
        holder.destroyForcibly().onExit().join();
    }
}
