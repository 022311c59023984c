package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.kernel.admission.Overload.Shortage;
import io.awe4lb.kernel.stats.DropReason;
import io.awe4lb.spi.EndReason;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What clients see of a process that is short of something. Listeners here have the priority 50. */
class OverloadTest extends OnEachTransport {

    @Test
    void newConnectionsEndAndThoseThatLiveGoOn() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).on(transport);
                Peer before = balanced.client();
                Peer backend = listening.accepts()) {
            balanced.balancer().overload().become(Set.of(Shortage.DESCRIPTORS), 51);
            try (Peer after = balanced.client()) {
                after.seesEnd();
                balanced.ended(EndReason.RESOURCE_EXHAUSTED, 1);
            }
            before.sends("still here?");
            backend.receives("still here?");
            balanced.balancer().overload().become(Set.of(Shortage.DESCRIPTORS), 50);
            try (Peer important = balanced.client(); Peer other = listening.accepts()) {
                important.sends("hello");
                other.receives("hello");
            }
        }
    }

    @Test
    void aNewSessionOfUdpIsDroppedAndOneThatLivesGoesOn() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.usual()).on(transport);
                UdpClient before = UdpClient.of(balanced.address());
                UdpClient after = UdpClient.of(balanced.address())) {
            before.sends("hello");
            server.receives("hello");
            balanced.balancer().overload().become(Set.of(Shortage.MEMORY), 101);
            after.sends("me too");
            balanced.dropped(DropReason.RESOURCE_EXHAUSTED, 1);
            before.sends("still here?");
            server.receives("still here?");
            assertEquals(1, balanced.balancer().listeners().iterator().next().stats().active());
        }
    }

    /** Those have no session; a client whose backend is remembered counts as one that lives. */
    @Test
    void aNewClientToWhomNobodyAnswersIsDroppedAndOneThatHasSentBeforeGoesOn() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.maxResponses(0)).on(transport);
                UdpClient before = UdpClient.of(balanced.address());
                UdpClient after = UdpClient.of(balanced.address())) {
            before.sends("hello");
            server.receives("hello");
            balanced.balancer().overload().become(Set.of(Shortage.LOOP_LAG), 51);
            after.sends("me too");
            balanced.dropped(DropReason.RESOURCE_EXHAUSTED, 1);
            before.sends("still here?");
            server.receives("still here?");
            balanced.balancer().overload().become(Set.of(Shortage.LOOP_LAG), 50);
            after.sends("and now?");
            server.receives("and now?");
        }
    }
}
