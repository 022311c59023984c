package io.awe4lb.admin.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Why a request was refused, as a document of RFC 9457.
 *
 * @param status of HTTP, 4xx or 5xx
 * @param code a word in kebab-case that stays the same when the sentence changes
 * @param detail a sentence that says what to do
 * @param errors one for each place that is wrong; may be empty
 * @param headers that go with the answer
 */
public record Problem(int status, String code, String detail, List<Finding> errors, Map<String, String> headers) {

    /** The media type of the document. */
    public static final String TYPE = "application/problem+json";

    /**
     * One place that is wrong.
     *
     * @param pointer JSON Pointer (RFC 6901) into what was submitted; empty for the whole
     * @param line from 1; 0 where there is none
     * @param column from 1; 0 where there is none
     * @param severity {@code error} or {@code warning}
     * @param code a word in kebab-case
     * @param message what to do
     */
    public record Finding(String pointer, int line, int column, String severity, String code, String message) {

        /**
         * As it is answered.
         *
         * @return a new object
         */
        public ObjectNode toJson() {
            return Json.object().put("pointer", pointer).put("line", line).put("column", column).put("severity", severity)
                    .put("code", code).put("message", message);
        }
    }

    /**
     * Without places and headers.
     *
     * @param status of HTTP
     * @param code a word in kebab-case
     * @param detail a sentence
     * @return the problem
     */
    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, List.of(), Map.of());
    }

    /**
     * The same with one more header.
     *
     * @param name of the header
     * @param value of the header
     * @return a copy
     */
    public Problem with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(status, code, detail, errors, more);
    }

    /**
     * The same with places.
     *
     * @param findings in the order shown
     * @return a copy
     */
    public Problem at(List<Finding> findings) {
        return new Problem(status, code, detail, List.copyOf(findings), headers);
    }

    /**
     * Ready to throw.
     *
     * @return the exception
     */
    public ProblemException exception() {
        return new ProblemException(this);
    }

    /**
     * The document.
     *
     * @return JSON in UTF-8
     */
    public byte[] document() {
        ObjectNode document = Json.object().put("type", "about:blank").put("title", HttpStatus.getMessage(status)).put("status", status)
                .put("code", code).put("detail", detail);
        var list = document.putArray("errors");
        errors.forEach(finding -> list.add(finding.toJson()));
        return Json.bytes(document);
    }
}
