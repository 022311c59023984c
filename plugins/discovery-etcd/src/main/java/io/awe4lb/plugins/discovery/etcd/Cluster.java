package io.awe4lb.plugins.discovery.etcd;

import io.awe4lb.plugins.http.Answer;
import io.awe4lb.plugins.http.Lines;
import io.awe4lb.plugins.http.Request;
import io.awe4lb.plugins.http.Server;
import io.awe4lb.plugins.http.TimeLimit;
import io.awe4lb.spi.DiscoveryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The members of a cluster. One after another is asked until one answers, and this one is asked from then on. */
final class Cluster implements AutoCloseable {

    private static final int SERVER_ERROR = 500;

    private final List<Server> members;
    private final Duration longestAnswer;
    private int current;

    /**
     * Of one or more.
     *
     * @param longestAnswer time that a member has which is not the only one
     */
    Cluster(List<Server> members, Duration longestAnswer) {
        this.members = members;
        this.longestAnswer = longestAnswer;
    }

    /**
     * Asks.
     *
     * @return what a member answers, whatever that is but a failure of its own
     * @throws DiscoveryException with what became of each member, if none answers
     */
    Answer ask(Request request) throws DiscoveryException, InterruptedException {
        var failures = new ArrayList<String>();
        while (failures.size() < members.size()) {
            try {
                Answer answer = ask(members.get(current), request);
                return answer.status() < SERVER_ERROR ? answer : answer.requireOk("", "");
            } catch (DiscoveryException failure) {
                failures.add(failure.getMessage());
                current = (current + 1) % members.size();
            }
        }
        throw new DiscoveryException(String.join("; ", failures));
    }

    /** The only one has all the time that the question has. */
    private Answer ask(Server member, Request request) throws DiscoveryException, InterruptedException {
        if (members.size() == 1) {
            return member.ask(request);
        }
        Optional<Answer> answer = TimeLimit.within(longestAnswer, () -> member.ask(request));
        return answer.orElseThrow(() -> new DiscoveryException(
                "%s does not answer within %d s".formatted(member, longestAnswer.toSeconds())));
    }

    /** Of the member that answered last. */
    Lines follow(Request request) throws DiscoveryException, InterruptedException {
        return members.get(current).follow(request);
    }

    /** The one that answered last. */
    @Override
    public String toString() {
        return members.get(current).toString();
    }

    @Override
    public void close() {
        members.forEach(Server::close);
    }
}
