package io.awe4lb.admin.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes answers. On the request's thread. */
public final class Answers {

    private static final Map<String, Form> FORMS = Map.of("application/json", Form.JSON, "application/*", Form.JSON, "*/*", Form.JSON,
            "application/yaml", Form.YAML, "application/x-yaml", Form.YAML, "text/yaml", Form.YAML);

    private Answers() {}

    /**
     * Answers with JSON.
     *
     * @param context of the request
     * @param tree the document
     */
    public static void json(Context context, JsonNode tree) {
        bytes(context, "application/json", Json.bytes(tree));
    }

    /**
     * Answers with a problem, whatever was written before.
     *
     * @param context of the request
     * @param problem what is told
     */
    public static void problem(Context context, Problem problem) {
        if (context.res().isCommitted()) {
            return;
        }
        context.status(problem.status());
        bytes(context, Problem.TYPE, problem.document());
        problem.headers().forEach(context::header);
    }

    /** Without the charset that the server would add: none of these types has such a parameter. */
    private static void bytes(Context context, String type, byte[] document) {
        context.res().setCharacterEncoding(null);
        context.contentType(type).result(document);
    }

    /** How a configuration is shown. */
    public enum Form {
        /** As a tree. */
        JSON,
        /** As text, with its comments. */
        YAML
    }

    /**
     * Answers with YAML.
     *
     * @param context of the request
     * @param text of the document
     */
    public static void yaml(Context context, String text) {
        bytes(context, "application/yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * In which form the client wants a configuration: the first that it names; JSON where it does not care.
     *
     * @param context of the request
     * @return one of the two
     * @throws ProblemException 406, if it takes neither
     */
    public static Form form(Context context) {
        String accept = context.header("Accept");
        if (accept == null || accept.isBlank()) {
            return Form.JSON;
        }
        return Arrays.stream(accept.split(",")).map(range -> range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .flatMap(range -> Optional.ofNullable(FORMS.get(range)).stream()).findFirst()
                .orElseThrow(() -> ProblemCode.NOT_ACCEPTABLE.problem("it can be had as application/json or application/yaml").exception());
    }
}
