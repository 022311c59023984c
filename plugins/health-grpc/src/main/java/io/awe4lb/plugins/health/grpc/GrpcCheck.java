package io.awe4lb.plugins.health.grpc;

import io.awe4lb.plugins.health.conversation.Conversation;
import io.awe4lb.plugins.health.conversation.Excerpt;
import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/** Calls {@code grpc.health.v1.Health/Check} (https://grpc.io/docs/guides/health-checking/). */
final class GrpcCheck implements HealthCheck {

    private static final String METHOD = "/grpc.health.v1.Health/Check";

    private final String service;
    private final Optional<String> authority;
    private final Optional<Tls> tls;

    GrpcCheck(String service, Optional<String> authority, Optional<Tls> tls) {
        this.service = service;
        this.authority = authority;
        this.tls = tls;
    }

    @Override
    public CheckResult check(CheckTarget target) throws InterruptedException {
        return Conversation.with(target, conversation -> ask(conversation, target));
    }

    private CheckResult ask(Conversation conversation, CheckTarget target) throws IOException {
        if (tls.isPresent()) {
            conversation.secure(tls.get(), "h2");
        }
        return judge(new Call(conversation).ask(request(target), HealthMessage.request(service)));
    }

    private List<Header> request(CheckTarget target) {
        return List.of(
                new BasicHeader(":method", "POST"),
                new BasicHeader(":scheme", tls.isPresent() ? "https" : "http"),
                new BasicHeader(":path", METHOD),
                new BasicHeader(":authority", authority.orElseGet(() -> own(target))),
                new BasicHeader("content-type", "application/grpc"),
                new BasicHeader("te", "trailers"),
                new BasicHeader("user-agent", "awe4lb-health-check"));
    }

    private static String own(CheckTarget target) {
        if (!(target.address() instanceof InetSocketAddress inet)) {
            return "localhost";
        }
        String host = inet.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + inet.getPort();
    }

    private CheckResult judge(Reply reply) throws IOException {
        if (!reply.status().equals("200")) {
            return new CheckResult.Failed("http_status",
                    "it answered with the status " + Excerpt.of(reply.status()) + " of HTTP: is this a gRPC server?");
        }
        if (!reply.grpcStatus().isEmpty() && !reply.grpcStatus().equals("0")) {
            return new CheckResult.Failed("grpc_status", switch (reply.grpcStatus()) {
                case "12" -> "it has no health service (UNIMPLEMENTED): register grpc.health.v1.Health there";
                case "5" -> "its health service does not know '" + service + "' (NOT_FOUND)";
                default -> "the call failed with the status " + Excerpt.of(reply.grpcStatus()) + " of gRPC: "
                        + Excerpt.of(reply.grpcMessage());
            });
        }
        long status = HealthMessage.status(reply.message());
        String word = HealthMessage.word(status);
        return status == HealthMessage.SERVING ? new CheckResult.Passed("it says " + word)
                : new CheckResult.Failed("grpc_status", "it says " + word + ", expected SERVING");
    }
}
