package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.admission.Networks;
import io.awe4lb.kernel.config.AccessRule;
import io.awe4lb.kernel.config.AdmissionConfig;
import io.awe4lb.kernel.config.LimitsConfig;
import io.awe4lb.kernel.stats.DropReason;
import io.awe4lb.spi.EndReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may come in and who may not, and what those see. */
class AccessTest extends OnEachTransport {

    private static final AdmissionConfig NOT_FROM_HERE = rules(new AccessRule(false, new AccessRule.In(Networks.of("127.0.0.0/8"))));

    @TempDir
    Path directory;

    private static AdmissionConfig rules(AccessRule... rules) {
        return new AdmissionConfig(List.of(rules), LimitsConfig.NONE);
    }

    @Test
    void whoeverIsDeniedSeesTheEndAndNoBackendIsAsked() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).admission(NOT_FROM_HERE).on(transport);
                Peer client = balanced.client()) {
            client.seesEnd();
            balanced.ended(EndReason.DENIED, 1);
            assertEquals(0, balanced.balancer().pools().iterator().next().members().all().getFirst().stats().connections());
        }
    }

    @Test
    void othersAreServed() throws Exception {
        AdmissionConfig others = rules(new AccessRule(true, new AccessRule.In(Networks.of("127.0.0.1/32"))),
                new AccessRule(false, new AccessRule.All()));
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).admission(others).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            client.sends("hello");
            backend.receives("hello");
        }
    }

    @Test
    void otherRulesHoldForThoseWhoComeAndNotForThoseWhoAreHere() throws Exception {
        try (var listening = new Listening()) {
            var settings = Balanced.over(listening.spec());
            try (var balanced = settings.on(transport); Peer before = balanced.client(); Peer backend = listening.accepts()) {
                balanced.becomes(settings.admission(NOT_FROM_HERE).config());
                try (Peer after = balanced.client()) {
                    after.seesEnd();
                }
                before.sends("hello");
                backend.receives("hello");
            }
        }
    }

    @Test
    void aFileThatChangesHoldsWithoutAWord() throws Exception {
        Path file = Files.writeString(directory.resolve("blocked.txt"), "192.0.2.0/24\n");
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).admission(rules(new AccessRule(false, new AccessRule.Listed(file))))
                        .on(transport)) {
            try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                client.sends("hello");
                backend.receives("hello");
            }
            var access = balanced.balancer().listeners().iterator().next().admission().access();
            Files.writeString(file, "192.0.2.0/24\n127.0.0.0/8\n");
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
            Eventually.until("the file is read again",
                    () -> balanced.balancer().listeners().iterator().next().admission().access() != access);
            try (Peer client = balanced.client()) {
                client.seesEnd();
            }
        }
    }

    @Test
    void datagramsOfThoseWhoAreDeniedAreDroppedAndCounted() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.usual()).admission(NOT_FROM_HERE).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("question");
            balanced.dropped(DropReason.DENIED, 1);
            assertEquals(0, balanced.stats().accepted());
        }
    }

    @Test
    void datagramsWithoutAnAnswerTooAreDroppedAndCounted() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.maxResponses(0)).admission(NOT_FROM_HERE).on(transport);
                var client = UdpClient.of(balanced.address())) {
            client.sends("message");
            balanced.dropped(DropReason.DENIED, 1);
        }
    }
}
