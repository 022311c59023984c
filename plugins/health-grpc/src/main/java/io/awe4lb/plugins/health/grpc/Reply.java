package io.awe4lb.plugins.health.grpc;

import java.util.Map;

/**
 * What a call came to.
 *
 * @param headers of the answer and behind it, by name
 * @param message the one message of the answer; empty if there was none
 */
record Reply(Map<String, String> headers, byte[] message) {

    /** Of HTTP. */
    String status() {
        return headers.getOrDefault(":status", "");
    }

    /** Of gRPC (https://grpc.io/docs/guides/status-codes/); empty if the server said none, or has not yet. */
    String grpcStatus() {
        return headers.getOrDefault("grpc-status", "");
    }

    String grpcMessage() {
        return headers.getOrDefault("grpc-message", "");
    }
}
