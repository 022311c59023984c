package io.awe4lb.kernel.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The Linux transport, with a record of what sockets were opened how, and of the options that accepted ones have. */
public final class RecordingLinux {

    private static final int EPERM = 1;
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("1/2", "SO_REUSEADDR"),
            Map.entry("1/9", "SO_KEEPALIVE"),
            Map.entry("1/15", "SO_REUSEPORT"),
            Map.entry("1/25", "SO_BINDTODEVICE"),
            Map.entry("1/36", "SO_MARK"),
            Map.entry("0/19", "IP_TRANSPARENT"),
            Map.entry("0/24", "IP_BIND_ADDRESS_NO_PORT"),
            Map.entry("6/1", "TCP_NODELAY"),
            Map.entry("6/4", "TCP_KEEPIDLE"),
            Map.entry("6/5", "TCP_KEEPINTVL"),
            Map.entry("6/6", "TCP_KEEPCNT"),
            Map.entry("6/9", "TCP_DEFER_ACCEPT"),
            Map.entry("6/18", "TCP_USER_TIMEOUT"),
            Map.entry("6/23", "TCP_FASTOPEN"));

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> inherited = new CopyOnWriteArrayList<>();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile String refused = "";

    /** @return a transport whose calls are recorded */
    public Transport transport() {
        return LinuxTransport.open(Recording::new);
    }

    /** @return the calls so far that make sockets, with the values of options that are numbers, of epoll_ctl those that add, and TCP_INFO */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public void forget() {
        calls.clear();
    }

    /** @return an entry an accepted connection */
    public List<String> inherited() {
        return List.copyOf(inherited);
    }

    /** @return calls of recv */
    public int reads() {
        return reads.get();
    }

    /** From now on the process may not set this option. */
    public void refuse(String option) {
        refused = option;
    }

    private final class Recording extends LibC {

        @Override
        int socket(int domain, int type, int protocol) {
            calls.add("socket");
            return super.socket(domain, type, protocol);
        }

        @Override
        int setsockopt(int fd, int level, int name, long value, int length) {
            String option = NAMES.getOrDefault(level + "/" + name, level + "/" + name);
            calls.add(option.equals("SO_BINDTODEVICE") ? option : option + "=" + number(value));
            return option.equals(refused) ? -EPERM : super.setsockopt(fd, level, name, value, length);
        }

        @Override
        int getsockopt(int fd, int level, int name, long value, long length) {
            if (level == LinuxConstants.IPPROTO_TCP && name == LinuxConstants.TCP_INFO) {
                calls.add("TCP_INFO");
            }
            return super.getsockopt(fd, level, name, value, length);
        }

        @Override
        long recv(int fd, long buffer, long length, int flags) {
            reads.incrementAndGet();
            return super.recv(fd, buffer, length, flags);
        }

        @Override
        int bind(int fd, long address, int length) {
            calls.add("bind");
            return super.bind(fd, address, length);
        }

        @Override
        int listen(int fd, int backlog) {
            calls.add("listen " + backlog);
            return super.listen(fd, backlog);
        }

        @Override
        int connect(int fd, long address, int length) {
            calls.add("connect");
            return super.connect(fd, address, length);
        }

        @Override
        int epollCtl(int epoll, int operation, int fd, long event) {
            if (operation == LinuxConstants.EPOLL_CTL_ADD) {
                calls.add("epoll_ctl");
            }
            return super.epollCtl(epoll, operation, fd, event);
        }

        @Override
        int accept4(int fd, long address, long length, int flags) {
            int accepted = super.accept4(fd, address, length, flags);
            if (accepted >= 0) {
                inherited.add("keepAlive %d idle %d interval %d count %d userTimeout %d mark %d device %d noDelay %d".formatted(
                        option(accepted, 1, 9), option(accepted, 6, 4), option(accepted, 6, 5), option(accepted, 6, 6),
                        option(accepted, 6, 18), option(accepted, 1, 36), option(accepted, 1, 62), option(accepted, 6, 1)));
            }
            return accepted;
        }

        private int option(int fd, int level, int name) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment value = arena.allocate(8, 8);
                value.set(JAVA_INT, 4, Integer.BYTES);
                getsockopt(fd, level, name, value.address(), value.address() + 4);
                return value.get(JAVA_INT, 0);
            }
        }

        @SuppressWarnings("restricted") // tests are given native access
        private static int number(long address) {
            return MemorySegment.ofAddress(address).reinterpret(Integer.BYTES).get(JAVA_INT, 0);
        }
    }
}
