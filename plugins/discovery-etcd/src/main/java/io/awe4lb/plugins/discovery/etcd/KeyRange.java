package io.awe4lb.plugins.discovery.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * All keys that begin with the same bytes: from these, up to what follows on all of them.
 *
 * @param prefix not empty
 */
record KeyRange(String prefix) {

    private static final byte LAST = (byte) 0xff;
    /** From a key on, all that come. */
    private static final byte[] ALL = {0};

    /** As etcd takes it. */
    Map<String, Object> asJson() {
        byte[] first = prefix.getBytes(UTF_8);
        return Map.of("key", base64(first), "range_end", base64(end(first)));
    }

    private static byte[] end(byte[] first) {
        int length = first.length;
        while (length > 0 && first[length - 1] == LAST) {
            length--;
        }
        if (length == 0) {
            return ALL;
        }
        byte[] end = Arrays.copyOf(first, length);
        end[length - 1]++;
        return end;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
