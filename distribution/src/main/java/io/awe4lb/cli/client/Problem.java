package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * A problem document (RFC 9457).
 *
 * @param code what is wrong, for programs
 * @param detail what is wrong, in a sentence
 * @param errors where exactly; may be empty
 */
record Problem(String code, String detail, List<FindingLine> errors) {

    /** Empty if it is none. */
    static Optional<Problem> parse(String body) {
        return Json.parse(body).filter(node -> node.hasNonNull("code") && node.hasNonNull("detail")).map(Problem::of);
    }

    private static Problem of(JsonNode node) {
        return new Problem(node.path("code").asText(), OneLine.of(node.path("detail").asText()), FindingLine.all(node.path("errors")));
    }
}
