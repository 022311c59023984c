package io.awe4lb.plugins.health.dns;

import io.awe4lb.plugins.health.conversation.AnswerFailure;
import io.awe4lb.plugins.health.conversation.Conversation;
import io.awe4lb.plugins.health.conversation.Datagram;
import io.awe4lb.plugins.health.dns.DnsCheckProvider.Protocol;
import io.awe4lb.plugins.health.dns.DnsCheckProvider.Wanted;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** Asks a question and looks at what the server says to it. */
final class DnsCheck implements HealthCheck {

    private final Query query;
    private final Protocol protocol;
    private final Wanted wanted;

    DnsCheck(Query query, Protocol protocol, Wanted wanted) {
        this.query = query;
        this.protocol = protocol;
        this.wanted = wanted;
    }

    @Override
    public CheckResult check(CheckTarget target) throws InterruptedException {
        short id = (short) ThreadLocalRandom.current().nextInt();
        byte[] question = query.message(id);
        return switch (protocol) {
            case UDP -> Datagram.exchange(target, question, "use 'protocol: tcp', or set 'host' and 'port'",
                    answer -> Reply.to(query, id, answer).map(this::judge));
            case TCP -> Conversation.with(target, conversation -> overTcp(conversation, question, id));
        };
    }

    /** With the length before each message (RFC 1035, 4.2.2). */
    private CheckResult overTcp(Conversation conversation, byte[] question, short id) throws IOException {
        conversation.send(ByteBuffer.allocate(Short.BYTES + question.length).putShort((short) question.length).put(question).array());
        int length = conversation.in().next() << Byte.SIZE | conversation.in().next();
        byte[] answer = conversation.in().next(length);
        return judge(Reply.to(query, id, answer).orElseThrow(() -> new AnswerFailure("answer_invalid",
                "its answer is not one to this question: is this the port of a DNS server?")));
    }

    private CheckResult judge(Reply reply) {
        boolean isRight = switch (wanted) {
            case ANSWER -> reply.code() == Reply.NO_ERROR && (reply.answers() > 0 || reply.isTruncated());
            case NOERROR -> reply.code() == Reply.NO_ERROR;
            case NXDOMAIN -> reply.code() == Reply.NO_SUCH_NAME;
            case ANY -> true;
        };
        String found =
                "it answered %s with %d records%s".formatted(reply.word(), reply.answers(), reply.isTruncated() ? ", truncated" : "");
        return isRight ? new CheckResult.Passed(found)
                : new CheckResult.Failed("answer_wrong", found + ", expected " + switch (wanted) {
                    case ANSWER -> "NOERROR with a record at least";
                    default -> wanted.name();
                });
    }
}
