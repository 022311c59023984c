package io.awe4lb.kernel.net;

import static io.awe4lb.kernel.net.LinuxConstants.IPPROTO_IP;
import static io.awe4lb.kernel.net.LinuxConstants.IPPROTO_TCP;
import static io.awe4lb.kernel.net.LinuxConstants.SOL_SOCKET;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Optional;

/**
 * Sets options of sockets: those that were asked for and no others. What the system refuses is an exception with the option's name. One a
 * thread.
 */
final class LinuxOptions {

    private final LibC libc;
    private final MemorySegment value = Arena.ofAuto().allocate(LinuxConstants.IFNAMSIZ, Integer.BYTES);

    LinuxOptions(LibC libc) {
        this.libc = libc;
    }

    /** Before it is bound. Accepted sockets inherit all of {@link ListenOptions#accepted()}, and so cost no calls of their own. */
    void setListening(int fd, ListenOptions options) throws IOException {
        if (options.deferAccept().isPositive()) {
            set(fd, IPPROTO_TCP, LinuxConstants.TCP_DEFER_ACCEPT, wholeSeconds(options.deferAccept()), "TCP_DEFER_ACCEPT");
        }
        if (options.fastOpen() > 0) {
            set(fd, IPPROTO_TCP, LinuxConstants.TCP_FASTOPEN, options.fastOpen(), "TCP_FASTOPEN");
        }
        if (options.transparent()) {
            setRedirected(fd, true);
        }
        set(fd, options.accepted());
    }

    /** While it listens: what differs, back to the system's own way where nothing is asked any more. */
    void changeListening(int fd, ListenOptions last, ListenOptions next) throws IOException {
        if (!next.deferAccept().equals(last.deferAccept())) {
            int seconds = next.deferAccept().isPositive() ? wholeSeconds(next.deferAccept()) : 0;
            set(fd, IPPROTO_TCP, LinuxConstants.TCP_DEFER_ACCEPT, seconds, "TCP_DEFER_ACCEPT");
        }
        if (next.fastOpen() != last.fastOpen()) {
            set(fd, IPPROTO_TCP, LinuxConstants.TCP_FASTOPEN, next.fastOpen(), "TCP_FASTOPEN");
        }
        if (next.transparent() != last.transparent()) {
            setRedirected(fd, next.transparent());
        }
        takeBack(fd, last.accepted(), next.accepted());
        set(fd, next.accepted());
    }

    /** One of IPv6 takes the option of IPv4 too, and means both by it. */
    private void setRedirected(int fd, boolean on) throws IOException {
        set(fd, IPPROTO_IP, LinuxConstants.IP_TRANSPARENT, on ? 1 : 0, "IP_TRANSPARENT");
    }

    private void takeBack(int fd, SocketOptions last, SocketOptions next) throws IOException {
        if (last.keepAlive().isPresent() && next.keepAlive().isEmpty()) {
            set(fd, SOL_SOCKET, LinuxConstants.SO_KEEPALIVE, 0, "SO_KEEPALIVE");
        }
        if (last.userTimeout().isPositive() && next.userTimeout().isZero()) {
            set(fd, IPPROTO_TCP, LinuxConstants.TCP_USER_TIMEOUT, 0, "TCP_USER_TIMEOUT");
        }
        if (last.mark() != 0 && next.mark() == 0) {
            set(fd, SOL_SOCKET, LinuxConstants.SO_MARK, 0, "SO_MARK");
        }
        if (last.device().isPresent() && next.device().isEmpty()) {
            setDevice(fd, ""); // any device, says socket(7)
        }
    }

    void set(int fd, SocketOptions options) throws IOException {
        if (options.keepAlive().isPresent()) {
            KeepAlive keepAlive = options.keepAlive().get();
            set(fd, SOL_SOCKET, LinuxConstants.SO_KEEPALIVE, 1, "SO_KEEPALIVE");
            set(fd, IPPROTO_TCP, LinuxConstants.TCP_KEEPIDLE, wholeSeconds(keepAlive.idle()), "TCP_KEEPIDLE");
            set(fd, IPPROTO_TCP, LinuxConstants.TCP_KEEPINTVL, wholeSeconds(keepAlive.interval()), "TCP_KEEPINTVL");
            set(fd, IPPROTO_TCP, LinuxConstants.TCP_KEEPCNT, keepAlive.count(), "TCP_KEEPCNT");
        }
        if (options.userTimeout().isPositive()) {
            set(fd, IPPROTO_TCP, LinuxConstants.TCP_USER_TIMEOUT, (int) options.userTimeout().toMillis(), "TCP_USER_TIMEOUT");
        }
        if (options.mark() != 0) {
            set(fd, SOL_SOCKET, LinuxConstants.SO_MARK, options.mark(), "SO_MARK");
        }
        if (options.device().isPresent()) {
            setDevice(fd, options.device().get());
        }
    }

    /** Of either kind of socket of datagrams. */
    void setDatagrams(int fd, DatagramOptions options) throws IOException {
        if (options.receiveBuffer() > 0) {
            setReceiveBuffer(fd, options.receiveBuffer());
        }
        if (options.transparent()) {
            setRedirected(fd, true);
        }
        mark(fd, options);
    }

    /** Which way its packets go. */
    void mark(int fd, DatagramOptions options) throws IOException {
        if (options.mark() != 0) {
            set(fd, SOL_SOCKET, LinuxConstants.SO_MARK, options.mark(), "SO_MARK");
        }
        if (options.device().isPresent()) {
            setDevice(fd, options.device().get());
        }
    }

    /** While it is open. A receive buffer stays as it is where nothing is asked any more: the system's own size is known to nobody then. */
    void changeDatagrams(int fd, DatagramOptions last, DatagramOptions next) throws IOException {
        if (last.transparent() && !next.transparent()) {
            setRedirected(fd, false);
        }
        unmark(fd, last, next);
        setDatagrams(fd, next);
    }

    /** While it is open: which way its packets go. */
    void changeMark(int fd, DatagramOptions last, DatagramOptions next) throws IOException {
        unmark(fd, last, next);
        mark(fd, next);
    }

    private void unmark(int fd, DatagramOptions last, DatagramOptions next) throws IOException {
        if (last.mark() != 0 && next.mark() == 0) {
            set(fd, SOL_SOCKET, LinuxConstants.SO_MARK, 0, "SO_MARK");
        }
        if (last.device().isPresent() && next.device().isEmpty()) {
            setDevice(fd, "");
        }
    }

    /** Beyond what the system allows everybody where this process may. Source: socket(7). */
    private void setReceiveBuffer(int fd, int bytes) throws IOException {
        value.set(ValueLayout.JAVA_INT, 0, bytes);
        if (libc.setsockopt(fd, SOL_SOCKET, LinuxConstants.SO_RCVBUFFORCE, value.address(), Integer.BYTES) < 0) {
            set(fd, SOL_SOCKET, LinuxConstants.SO_RCVBUF, bytes, "SO_RCVBUF");
        }
    }

    /** @return what was asked for: the system doubles it, for what it needs itself */
    int receiveBuffer(int fd) {
        value.set(ValueLayout.JAVA_INT, 0, 0);
        value.set(ValueLayout.JAVA_INT, 4, Integer.BYTES);
        libc.getsockopt(fd, SOL_SOCKET, LinuxConstants.SO_RCVBUF, value.address(), value.address() + 4);
        return value.get(ValueLayout.JAVA_INT, 0) / 2;
    }

    /** Datagrams of one sender come as one message where they come together. A system that cannot brings them one by one. */
    void joinDatagrams(int fd) {
        value.set(ValueLayout.JAVA_INT, 0, 1);
        libc.setsockopt(fd, LinuxConstants.IPPROTO_UDP, LinuxConstants.UDP_GRO, value.address(), Integer.BYTES);
    }

    /** Binding chooses no port then: connecting does, and shares ports between destinations. Source: ip(7). */
    void bindWithoutPort(int fd) throws IOException {
        set(fd, IPPROTO_IP, LinuxConstants.IP_BIND_ADDRESS_NO_PORT, 1, "IP_BIND_ADDRESS_NO_PORT");
    }

    /** It may be bound to addresses that are not of this machine, and gets what is redirected to it. Source: ip(7), ipv6(7). */
    void setTransparent(int fd, boolean isIpv6) throws IOException {
        if (isIpv6) {
            set(fd, LinuxConstants.IPPROTO_IPV6, LinuxConstants.IPV6_TRANSPARENT, 1, "IPV6_TRANSPARENT");
        } else {
            set(fd, IPPROTO_IP, LinuxConstants.IP_TRANSPARENT, 1, "IP_TRANSPARENT");
        }
    }

    /** Any option whose value is an {@code int}. */
    void set(int fd, int level, int option, int number, String name) throws IOException {
        value.set(ValueLayout.JAVA_INT, 0, number);
        require(name, libc.setsockopt(fd, level, option, value.address(), Integer.BYTES));
    }

    private void setDevice(int fd, String device) throws IOException {
        value.setString(0, device);
        int result = libc.setsockopt(fd, SOL_SOCKET, LinuxConstants.SO_BINDTODEVICE, value.address(), device.length() + 1);
        if (Errno.ENODEV.is(result)) {
            throw new IOException("there is no network interface " + device + " (ENODEV from SO_BINDTODEVICE)");
        }
        require("SO_BINDTODEVICE", result);
    }

    private static void require(String name, int result) throws IOException {
        if (Errno.EPERM.is(result)) {
            throw new IOException(
                    "Operation not permitted (EPERM from " + name + ")" + capability(name).map(": it needs "::concat).orElse(""));
        }
        if (result < 0) {
            throw Errno.exception(name, result);
        }
    }

    /** Source: capabilities(7), socket(7). */
    private static Optional<String> capability(String name) {
        return switch (name) {
            case "SO_MARK" -> Optional.of("the capability CAP_NET_ADMIN");
            case "IP_TRANSPARENT", "IPV6_TRANSPARENT" -> Optional.of("the capability CAP_NET_ADMIN for 'transparent': "
                    + "write AmbientCapabilities=CAP_NET_ADMIN into the unit of systemd, or start awe4lb as root");
            case "SO_BINDTODEVICE" -> Optional.of("the capability CAP_NET_RAW");
            default -> Optional.empty();
        };
    }

    /** At least one: zero would mean something else. */
    private static int wholeSeconds(Duration duration) {
        return (int) Math.max(1, duration.toSeconds());
    }
}
