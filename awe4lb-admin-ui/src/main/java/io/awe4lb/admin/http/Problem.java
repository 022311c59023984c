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
 * @param code for programs
 * @param detail a sentence that says what to do, without a full stop
 * @param errors one for each place that is wrong; empty where the whole is meant
 * @param headers that go with the answer
 */
public record Problem(int status, ProblemCode code, String detail, List<Place> errors, Map<String, String> headers) {

    /** The media type of the document. */
    public static final String TYPE = "application/problem+json";

    /**
     * One place that is wrong or doubtful.
     *
     * @param severity {@code error} or {@code warning}
     * @param pointer JSON Pointer (RFC 6901) into what was submitted; empty for the whole
     * @param line from 1; 0 where there is none
     * @param column from 1; 0 where there is none
     * @param code a word in kebab-case
     * @param message what to do
     */
    public record Place(String severity, String pointer, int line, int column, String code, String message) {

        /**
         * An error without line and column.
         *
         * @param pointer JSON Pointer
         * @param code a word in kebab-case
         * @param message what to do
         * @return the place
         */
        public static Place error(String pointer, String code, String message) {
            return new Place("error", pointer, 0, 0, code, message);
        }

        /**
         * As it is answered.
         *
         * @return a new object
         */
        public ObjectNode toJson() {
            ObjectNode place = Json.object().put("severity", severity).put("pointer", pointer);
            if (line > 0) {
                place.put("line", line).put("column", Math.max(1, column));
            }
            return place.put("code", code).put("message", message);
        }
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
     * @param places in the order shown
     * @return a copy
     */
    public Problem at(List<Place> places) {
        return new Problem(status, code, detail, List.copyOf(places), headers);
    }

    /**
     * Ready to throw.
     *
     * @return the exception
     */
    public ProblemException exception() {
        return new ProblemException(this);
    }

    /** The words of RFC 9110, which has new ones for two of them. */
    private String title() {
        return switch (status) {
            case 413 -> "Content Too Large";
            case 422 -> "Unprocessable Content";
            default -> HttpStatus.getMessage(status);
        };
    }

    /**
     * The document.
     *
     * @return JSON in UTF-8
     */
    public byte[] document() {
        ObjectNode document = Json.object().put("type", "about:blank").put("title", title()).put("status", status)
                .put("code", code.word()).put("detail", detail);
        var list = document.putArray("errors");
        errors.forEach(place -> list.add(place.toJson()));
        return Json.bytes(document);
    }
}
