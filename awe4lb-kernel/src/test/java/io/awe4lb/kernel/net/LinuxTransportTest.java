package io.awe4lb.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is tried before the transport is offered. */
class LinuxTransportTest {

    @Test
    void aKernelWithoutEpollIsSaid() {
        assertEquals("Not in this kernel (ENOSYS from epoll_create1)", refusal(() -> new LibC() {
            @Override
            int epollCreate1(int flags) {
                return -38;
            }
        }));
    }

    @Test
    void aKernelThatLaysEventsOutInAnotherWayIsSaidAndNothingStaysOpen() {
        long open = OpenFiles.count();
        assertEquals("the layout of epoll_event is not as expected", refusal(() -> new LibC() {
            @Override
            int epollWait(int epoll, long events, int most, int timeoutMillis) {
                return super.epollWait(epoll, events + 4, most - 1, timeoutMillis);
            }
        }));
        assertEquals(open, OpenFiles.count());
    }

    private static String refusal(Supplier<LibC> calls) {
        return assertThrows(UnsupportedOperationException.class, () -> LinuxTransport.open(calls)).getMessage();
    }
}
