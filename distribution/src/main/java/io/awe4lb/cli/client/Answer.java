package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * What a server answered.
 *
 * @param server who answered
 * @param status of HTTP
 * @param headers as they came
 * @param body as text
 */
record Answer(URI server, int status, HttpHeaders headers, String body) {

    static final int OK = 200;
    static final int NOT_FOUND = 404;
    static final int PRECONDITION_FAILED = 412;
    static final int INVALID = 422;

    private static final int SUCCESS = 2;

    /** Itself, if what was asked for was done. */
    Answer orFail() throws Failure {
        if (status / 100 == SUCCESS) {
            return this;
        }
        throw failure();
    }

    /** Why what was asked for was not done. */
    Failure failure() {
        return problem().map(problem -> Refusal.of(problem, this)).orElseGet(this::foreign);
    }

    /** The problem document; empty if it is none. */
    Optional<Problem> problem() {
        boolean isProblem = headers.firstValue("Content-Type").filter(type -> type.startsWith("application/problem+json")).isPresent();
        return isProblem ? Problem.parse(body) : Optional.empty();
    }

    /** The body as JSON: an object. */
    JsonNode object() throws Failure {
        return Json.parse(body).filter(JsonNode::isObject).orElseThrow(this::foreign);
    }

    /** The body as JSON: a list. */
    JsonNode list() throws Failure {
        return Json.parse(body).filter(JsonNode::isArray).orElseThrow(this::foreign);
    }

    /** Somebody else listens there, or somebody between changes what is said. */
    Failure foreign() {
        return new Failure(ExitCode.FAILURE,
                "%s answers with status %d, but not as awe4lb does: is this where it is administered ('admin.bind'),"
                        .formatted(server, status) + " and do awe4lb there and here have the same version?");
    }
}
