package io.awe4lb.kernel.net;

import java.util.concurrent.atomic.AtomicInteger;

/** The Linux transport on a system whose calls fail on purpose: each kind as often as a test says. */
public final class FaultyLinux {

    private static final int EPERM = 1;
    private static final int EAGAIN = 11;
    private static final int EMFILE = 24;
    private static final int ENOSPC = 28;
    private static final int EADDRNOTAVAIL = 99;
    private static final int ECONNABORTED = 103;
    private static final int ENOBUFS = 105;

    private final AtomicInteger sockets = new AtomicInteger();
    private final AtomicInteger aborted = new AtomicInteger();
    private final AtomicInteger exhausted = new AtomicInteger();
    private final AtomicInteger connects = new AtomicInteger();
    private final AtomicInteger registrations = new AtomicInteger();
    private final AtomicInteger registrationsBefore = new AtomicInteger();
    private final AtomicInteger sends = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger stuffed = new AtomicInteger();
    private final AtomicInteger splices = new AtomicInteger();
    private final AtomicInteger pipes = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    /** @return a transport whose sockets fail as this says from now on */
    public Transport transport() {
        return LinuxTransport.open(Faulty::new);
    }

    public void failSockets(int times) {
        sockets.set(times);
    }

    public void abortAccepts(int times) {
        aborted.set(times);
    }

    public void exhaustAccepts(int times) {
        exhausted.set(times);
    }

    /** There is no port left. */
    public void failConnects(int times) {
        connects.set(times);
    }

    public void failRegistrations(int times) {
        registrations.set(times);
    }

    /** Lets some registrations pass before. */
    public void failRegistrationsAfter(int passing, int times) {
        registrationsBefore.set(passing);
        registrations.set(times);
    }

    public void failSends(int times) {
        sends.set(times);
    }

    /** There is room for a single byte. */
    public void cutSends(int times) {
        cuts.set(times);
    }

    /** The connections that are opened next have no room for a byte, until another one is opened. */
    public void stuffConnections(int next) {
        stuffed.set(next + 1);
    }

    public void refuseSplices(int times) {
        splices.set(times);
    }

    public void failPipes(int times) {
        pipes.set(times);
    }

    /** @return how many calls have failed on purpose */
    public int failed() {
        return failed.get();
    }

    private boolean takes(AtomicInteger faults) {
        boolean fails = faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        if (fails) {
            failed.incrementAndGet();
        }
        return fails;
    }

    private final class Faulty extends LibC {

        @Override
        int socket(int domain, int type, int protocol) {
            return takes(sockets) ? -EMFILE : super.socket(domain, type, protocol);
        }

        @Override
        int connect(int fd, long address, int length) {
            stuffed.updateAndGet(left -> Math.max(0, left - 1));
            return takes(connects) ? -EADDRNOTAVAIL : super.connect(fd, address, length);
        }

        @Override
        int accept4(int fd, long address, long length, int flags) {
            if (takes(aborted)) {
                return -ECONNABORTED;
            }
            return takes(exhausted) ? -ENOBUFS : super.accept4(fd, address, length, flags);
        }

        @Override
        int epollCtl(int epoll, int operation, int fd, long event) {
            boolean passes = registrationsBefore.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            return !passes && takes(registrations) ? -ENOSPC : super.epollCtl(epoll, operation, fd, event);
        }

        @Override
        long send(int fd, long buffer, long length, int flags) {
            if (stuffed.get() > 0) {
                return -EAGAIN;
            }
            return takes(sends) ? -ENOBUFS : super.send(fd, buffer, takes(cuts) ? 1 : length, flags);
        }

        @Override
        long splice(int from, int to, long length, int flags) {
            return takes(splices) ? -EPERM : super.splice(from, to, length, flags);
        }

        @Override
        int pipe2(long fds, int flags) {
            return takes(pipes) ? -EMFILE : super.pipe2(fds, flags);
        }
    }
}
