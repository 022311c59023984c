package io.awe4lb.admin;

import io.awe4lb.admin.http.Paths;
import io.awe4lb.admin.security.Caller;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down who changed what, or tried to; never what was sent. */
final class Audit {

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb.audit");
    private static final Set<String> READS = Set.of("GET", "HEAD");
    /** What comes with a body and changes nothing. */
    private static final Set<String> QUESTIONS = Set.of("/api/v1/config/validate", "/api/v1/config/diff");
    private static final int LONGEST = 1_000;

    private Audit() {}

    static void write(Context context) {
        if (!READS.contains(context.method().name()) && !QUESTIONS.contains(context.path())) {
            LOG.info("{} {} by {} from {}: {}{}{}", context.method(), inOneLine(Paths.decoded(context)), Caller.nameIn(context),
                    context.ip(),
                    context.statusCode(), "true".equals(context.queryParam("dryRun")) ? ", dry run" : "",
                    Optional.ofNullable(context.queryParam("comment")).map(comment -> ", comment: " + inOneLine(comment)).orElse(""));
        }
    }

    /** What a client wrote makes no line of its own. */
    private static String inOneLine(String text) {
        return (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text).replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    }
}
