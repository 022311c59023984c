package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Body;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.Problem;
import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.admin.security.Caller;
import io.awe4lb.admin.security.Guard;
import io.javalin.http.Context;
import java.util.List;

/** {@code /session}: logging in and out, for browsers. */
final class SessionResource {

    private static final String PATH = "/api/v1/session";
    private static final int LONGEST_TOKEN = 1_024;

    private final Guard guard;
    private final Body body;

    SessionResource(Guard guard, Body body) {
        this.guard = guard;
        this.body = body;
    }

    List<Route> routes() {
        return List.of(
                Route.post(PATH, Access.PUBLIC, this::login),
                Route.get(PATH, Access.VIEWER, context -> Answers.json(context, view(Caller.of(context)))),
                Route.delete(PATH, Access.PUBLIC, this::logout));
    }

    private void login(Context context) {
        JsonNode token = body.object(context, "token").path("token");
        if (!token.isTextual() || token.textValue().isBlank() || token.textValue().length() > LONGEST_TOKEN) {
            throw ProblemCode.INVALID_BODY.problem("send {\"token\": \"…\"}")
                    .at(List.of(Problem.Place.error("/token", "wrong-type", "a text of at most %d characters".formatted(LONGEST_TOKEN))))
                    .exception();
        }
        Guard.Login login = guard.login(context, token.textValue());
        cookie(context, login.cookie(), "");
        Answers.json(context, view(login.caller()));
    }

    private void logout(Context context) {
        guard.logout(context);
        cookie(context, "", "; Max-Age=0");
        context.status(204);
    }

    private static void cookie(Context context, String value, String more) {
        String secure = context.req().isSecure() ? "; Secure" : "";
        context.header("Set-Cookie", "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s".formatted(Guard.COOKIE, value, secure, more));
    }

    private static ObjectNode view(Caller caller) {
        return Json.object().put("name", caller.name()).put("role", Guard.word(caller.role()));
    }
}
