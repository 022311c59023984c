package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Body;
import io.awe4lb.admin.http.ETag;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.admin.security.Caller;
import io.awe4lb.kernel.config.LogConfig;
import io.awe4lb.kernel.config.LogLevel;
import io.awe4lb.kernel.runtime.ApplicationLog;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.runtime.LoggerLevel;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** {@code /log/levels}: from which level on the program's own log is written. */
final class LogResource {

    private static final String ALL = "/api/v1/log/levels";
    private static final String ONE = ALL + "/{logger}";

    private final ApplicationLog log;
    private final Body body;
    /** Between looking at the version and changing it, nobody else does. */
    private final ReentrantLock turn = new ReentrantLock();

    LogResource(ApplicationLog log, Body body) {
        this.log = log;
        this.body = body;
    }

    List<Route> routes() {
        return List.of(
                Route.get(ALL, Access.VIEWER, this::list),
                Route.get(ONE, Access.VIEWER, context -> answer(context, log.level(logger(context)))),
                Route.put(ONE, Access.ADMIN, this::change).query("dryRun"));
    }

    private void list(Context context) {
        var list = Json.array();
        log.levels().forEach(level -> list.add(view(level)));
        Answers.json(context, list);
    }

    private void change(Context context) {
        Condition condition = Condition.ofChange(context);
        String logger = logger(context);
        Optional<LogLevel> wanted = level(body.object(context, Body.Type.JSON, "level"));
        boolean dryRun = Parameters.dryRun(context);
        LoggerLevel now;
        turn.lock();
        try {
            LoggerLevel before = log.level(logger);
            condition.require(Optional.of(tag(before)));
            now = dryRun ? before : changed(logger, wanted, Caller.of(context).name());
        } finally {
            turn.unlock();
        }
        answer(context, now);
    }

    private LoggerLevel changed(String logger, Optional<LogLevel> wanted, String who) {
        try {
            return log.override(logger, wanted, who);
        } catch (ChangeException refusal) {
            throw ProblemCode.CHANGE_REFUSED.problem(refusal.getMessage()).exception();
        }
    }

    private static Optional<LogLevel> level(ObjectNode sent) {
        JsonNode level = sent.path("level");
        if (level.isNull()) {
            return Optional.empty();
        }
        Optional<LogLevel> wanted = Optional.ofNullable(level.textValue()).flatMap(LogLevel::of);
        if (wanted.isEmpty()) {
            String words = Arrays.stream(LogLevel.values()).map(LogLevel::word).collect(Collectors.joining(", "));
            throw OverrideResource.invalid("/level", "one of " + words + ", or null for the configured one");
        }
        return wanted;
    }

    private static String logger(Context context) {
        String name = context.pathParam("logger");
        if (!LogConfig.isName(name)) {
            throw Parameters.bad("%s is no name of a logger: write %s, a package or a class".formatted(Parameters.quoted(name),
                    LogConfig.ROOT));
        }
        return name;
    }

    private static void answer(Context context, LoggerLevel level) {
        tag(level).send(context);
        Answers.json(context, view(level));
    }

    private static ETag tag(LoggerLevel level) {
        return ETag.of(view(level));
    }

    private static ObjectNode view(LoggerLevel level) {
        return Json.object().put("logger", level.logger()).put("level", level.level().word())
                .put("origin", level.origin().name().toLowerCase(Locale.ROOT)).put("who", level.who());
    }
}
