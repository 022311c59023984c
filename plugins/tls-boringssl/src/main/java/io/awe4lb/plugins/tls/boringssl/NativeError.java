package io.awe4lb.plugins.tls.boringssl;

import io.netty.internal.tcnative.SSL;
import java.util.Locale;

/** What BoringSSL says of a failure, for people. */
final class NativeError {

    private NativeError() {}

    /** Takes the oldest of this thread, and forgets the others. */
    static String last() {
        int number = SSL.getLastErrorNumber();
        SSL.clearError();
        return number == 0 ? "the connection has ended" : sentence(SSL.getErrorString(number));
    }

    /** @param text like {@code error:1000009c:SSL routines:OPENSSL_internal:HTTP_REQUEST} */
    static String sentence(String text) {
        return text.substring(text.lastIndexOf(':') + 1).replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
