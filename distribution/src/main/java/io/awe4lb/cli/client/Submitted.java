package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.io.PrintWriter;
import java.util.List;

/** A configuration that was sent, and what became of it. */
final class Submitted {

    private Submitted() {}

    /**
     * The server's account of what changed.
     *
     * @param file whose lines the findings are about
     * @param verdict what becomes of a file that is invalid, as the end of a sentence
     * @param err where findings go, one a line
     */
    static JsonNode accepted(Answer answer, String file, String verdict, PrintWriter err) throws Failure {
        List<FindingLine> findings = answer.problem().map(Problem::errors).orElse(List.of());
        if (answer.status() == Answer.INVALID && !findings.isEmpty()) {
            findings.forEach(finding -> err.println(finding.in(file)));
            throw new Failure(ExitCode.CONFIG, file + " " + verdict + ": put right what is listed above");
        }
        JsonNode result = answer.orFail().object();
        FindingLine.all(result.path("warnings")).forEach(warning -> err.println(warning.in(file)));
        return result;
    }
}
