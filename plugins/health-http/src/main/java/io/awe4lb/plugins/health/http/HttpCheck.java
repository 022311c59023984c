package io.awe4lb.plugins.health.http;

import io.awe4lb.plugins.health.conversation.Conversation;
import io.awe4lb.plugins.health.conversation.Excerpt;
import io.awe4lb.plugins.health.conversation.Expression;
import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import java.io.IOException;
import java.util.Optional;

/** Asks once on a connection of its own, HTTP/1.1, and judges status and body. Redirections are not followed: they are an answer. */
final class HttpCheck implements HealthCheck {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Request request;
    private final Expected expected;
    private final Optional<Tls> tls;

    /**
     * What passes.
     *
     * @param body has to be found
     * @param bodyLimit bytes that are searched
     */
    record Expected(Statuses statuses, Optional<Expression> body, int bodyLimit) {}

    HttpCheck(Request request, Expected expected, Optional<Tls> tls) {
        this.request = request;
        this.expected = expected;
        this.tls = tls;
    }

    @Override
    public CheckResult check(CheckTarget target) throws InterruptedException {
        return Conversation.with(target, conversation -> ask(conversation, target));
    }

    private CheckResult ask(Conversation conversation, CheckTarget target) throws IOException {
        if (tls.isPresent()) {
            conversation.secure(tls.get());
        }
        conversation.send(request.to(target.address(), tls.isPresent() ? HTTPS_PORT : HTTP_PORT));
        Answer answer = Answer.read(conversation.in());
        if (!expected.statuses().contains(answer.status())) {
            String sentence = "it answered %s, expected %s".formatted(answer.line(), expected.statuses());
            return new CheckResult.Failed("http_status", sentence);
        }
        return expected.body().isEmpty() ? passed(answer) : judge(answer, expected.body().get());
    }

    private CheckResult judge(Answer answer, Expression wanted) throws IOException {
        String body = request.isAnsweredWithBody() ? answer.body(expected.bodyLimit()) : "";
        if (wanted.isIn(body)) {
            return passed(answer);
        }
        String where = body.length() < expected.bodyLimit() ? "its body" : "the first " + body.length() + " bytes of its body";
        return new CheckResult.Failed("http_body", "it answered %s, but '%s' is not in %s, which begins with %s"
                .formatted(answer.line(), wanted, where, Excerpt.of(body)));
    }

    private static CheckResult passed(Answer answer) {
        return new CheckResult.Passed("answered " + answer.line());
    }
}
