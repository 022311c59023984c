package io.awe4lb.spi;

import java.net.Inet6Address;
import java.net.InetAddress;

/** IP addresses as people and other programs write them. Source: RFC 5952, section 4. */
public final class IpText {

    private static final int GROUPS = 8;

    private IpText() {}

    /**
     * An address without its name and its scope.
     *
     * @param address IPv4 or IPv6
     * @return {@code 10.0.0.1} or {@code 2001:db8::1}, without brackets
     */
    public static String of(InetAddress address) {
        return address instanceof Inet6Address ? ofGroups(groups(address.getAddress())) : address.getHostAddress();
    }

    /**
     * An address with a port behind it.
     *
     * @param address IPv4 or IPv6
     * @param port 0 to 65535
     * @return {@code 10.0.0.1:80} or {@code [2001:db8::1]:80}
     */
    public static String of(InetAddress address, int port) {
        return address instanceof Inet6Address ? "[" + of(address) + "]:" + port : of(address) + ":" + port;
    }

    private static int[] groups(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF;
        }
        return groups;
    }

    private static String ofGroups(int[] groups) {
        int gap = longestZeros(groups);
        int behind = gap + zeros(groups, gap);
        if (behind - gap < 2) { // a single group of zeros is written as it is
            gap = GROUPS;
            behind = GROUPS;
        }
        String head = joined(groups, 0, gap);
        return gap == GROUPS ? head : head + "::" + joined(groups, behind, GROUPS);
    }

    /** Of equally long ones the first. */
    private static int longestZeros(int[] groups) {
        int longest = 0;
        for (int i = 1; i < GROUPS; i++) {
            if (zeros(groups, i) > zeros(groups, longest)) {
                longest = i;
            }
        }
        return longest;
    }

    private static int zeros(int[] groups, int from) {
        int end = from;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - from;
    }

    private static String joined(int[] groups, int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
