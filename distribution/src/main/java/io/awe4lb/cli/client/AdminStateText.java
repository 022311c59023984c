package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;

/** What a human wants of a backend, in words. */
final class AdminStateText {

    private AdminStateText() {}

    /** {@code drain since 2026-03-01T12:00:00Z by ops: kernel update}. */
    static String of(JsonNode state) {
        String who = state.path("who").asText();
        String reason = state.path("reason").asText();
        return OneLine.of(state.path("state").asText() + " since " + Shown.time(state, "since") + (who.isEmpty() ? "" : " by " + who)
                + (reason.isEmpty() ? "" : ": " + reason));
    }
}
