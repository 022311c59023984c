package io.awe4lb.plugins.discovery.etcd;

import io.awe4lb.plugins.http.Answer;
import io.awe4lb.plugins.http.Json;
import io.awe4lb.plugins.http.Lines;
import io.awe4lb.plugins.http.Request;
import io.awe4lb.spi.DiscoveryException;
import java.util.Map;
import java.util.Optional;

/**
 * Questions in the name of a user, if there is one. A user has a token, which is got with the password; every member takes it, until it is
 * old or the users have changed.
 */
final class Session implements AutoCloseable {

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    /** Of a token from before a change of the users; comes with the status 400. */
    private static final String USERS_CHANGED = "revision of auth store is old";

    private final Cluster cluster;
    private final Optional<User> user;
    private Optional<String> token = Optional.empty();

    Session(Cluster cluster, Optional<User> user) {
        this.cluster = cluster;
        this.user = user;
    }

    /**
     * Asks.
     *
     * @return JSON
     * @throws DiscoveryException with a sentence, if nobody answers, or not with this
     */
    Object ask(String path, Map<String, Object> question) throws DiscoveryException, InterruptedException {
        boolean isOld = token.isPresent();
        authenticate();
        Request request = Request.post(path, Json.write(question));
        Answer answer = cluster.ask(authorized(request));
        if (isOld && isRefused(answer)) {
            token = Optional.empty();
            authenticate();
            answer = cluster.ask(authorized(request));
        }
        return json(answer);
    }

    /**
     * Asks for an answer without an end.
     *
     * @return to be closed
     */
    Lines follow(String path, Map<String, Object> question) throws DiscoveryException, InterruptedException {
        // a member that has lost the others is to end the answer instead of saying nothing
        return cluster.follow(authorized(Request.post(path, Json.write(question)).with("Grpc-Metadata-hasleader", "true")));
    }

    private Request authorized(Request request) {
        return token.map(value -> request.with("Authorization", value)).orElse(request);
    }

    private void authenticate() throws DiscoveryException, InterruptedException {
        if (user.isEmpty() || token.isPresent()) {
            return;
        }
        var nameAndPassword = Map.<String, Object>of("name", user.get().name(), "password", user.get().password().value());
        Answer answer = cluster.ask(Request.post("/v3/auth/authenticate", Json.write(nameAndPassword)));
        token = Json.text(json(answer), "token");
        if (token.isEmpty()) {
            throw new DiscoveryException("%s gives no token: is it etcd that answers there?".formatted(cluster));
        }
    }

    private static boolean isRefused(Answer answer) throws DiscoveryException {
        return answer.status() == UNAUTHORIZED || answer.status() != OK && answer.text().contains(USERS_CHANGED);
    }

    /** What etcd says of a refusal stands in its JSON. */
    private Object json(Answer answer) throws DiscoveryException {
        if (answer.status() == OK) {
            return answer.json();
        }
        Optional<String> reason = reason(answer);
        if (reason.isEmpty()) {
            answer.requireOk("mend username and password", "is it etcd from version 3.4 on that answers there?");
        }
        String advice = user.isEmpty() ? "write username and password" : "mend username and password, or what the user may read";
        boolean isAboutUsers = reason.filter(words -> words.matches(".*\\b(auth|authentication|user|permission)\\b.*")).isPresent();
        throw new DiscoveryException("%s answers %d: %s%s".formatted(cluster, answer.status(), reason.orElse(""),
                isAboutUsers ? ": " + advice : ""));
    }

    private static Optional<String> reason(Answer answer) {
        try {
            Object tree = answer.json();
            return Json.text(tree, "message").or(() -> Json.text(tree, "error"));
        } catch (DiscoveryException _) { // it is not JSON, so etcd has not said it
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
