package io.awe4lb.cli.client;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/** Why there is no answer, and what to do about it. */
final class Unreachable {

    private Unreachable() {}

    static Failure of(Server server, Request request, IOException failure) {
        return new Failure(ExitCode.FAILURE, sentence(server, failure) + doubt(request, failure));
    }

    /** Nothing came, or not all of it, for too long. */
    static Failure silent(Server server, Request request) {
        return of(server, request, new HttpTimeoutException("no answer"));
    }

    /** What happened, without what follows from it. */
    static String sentence(Server server, IOException failure) {
        String address = server.address().toString();
        return switch (failure) {
            case HttpConnectTimeoutException _ ->
                    address + " does not answer: is it the right address, " + (isSecure(server) ? "does it speak TLS at all, " : "")
                            + "and is there a firewall on the way?";
            case HttpTimeoutException _ -> "no answer from " + address + " within " + server.patience().toSeconds() + " s";
            case ConnectException refused when isUnresolved(refused) -> "the name '" + server.address().getHost()
                    + "' is not known: --server or AWE4LB_SERVER says which server is asked";
            case ConnectException _ -> "nobody listens on " + address + ": is awe4lb running there? 'admin.bind' of its configuration"
                    + " says where it is administered, --server or AWE4LB_SERVER where it is looked for";
            case SSLException insecure -> tls(server, String.valueOf(insecure.getMessage()));
            default -> brokenOff(server, failure);
        };
    }

    private static boolean isUnresolved(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof UnresolvedAddressException || cause != null && isUnresolved(cause);
    }

    private static String tls(Server server, String message) {
        String address = server.address().toString();
        if (message.contains("nrecognized SSL message")) {
            return address + " does not speak TLS: write http:// if it is meant to be so";
        }
        if (message.contains("No subject alternative") || message.contains("No name matching")) {
            return "the certificate of " + address + " is for another name than '" + server.address().getHost()
                    + "': use a name that stands in it";
        }
        if (message.contains("PKIX") || message.contains("unable to find valid certification path")) {
            return "the certificate of " + address + " is not signed by anybody who is trusted: --cacert FILE names its CA, or itself";
        }
        return "no TLS with " + address + ": " + message;
    }

    private static boolean isSecure(Server server) {
        return "https".equals(server.address().getScheme());
    }

    private static String brokenOff(Server server, IOException failure) {
        String message = String.valueOf(failure.getMessage());
        String hint = isSecure(server) ? "" : ": write https:// if it speaks TLS";
        if (message.contains("status line")) { // what the client's parser says besides is about the parser
            return server.address() + " does not speak HTTP" + hint;
        }
        return "the connection to " + server.address() + " broke off (" + message + ")" + hint;
    }

    /** A connection that was never there has changed nothing. */
    private static String doubt(Request request, IOException failure) {
        boolean isSent = !(failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException
                || failure instanceof SSLException);
        return request.isWrite() && isSent ? "; whether the change was made is not known: look with 'awe4lb status' or 'awe4lb events'"
                : "";
    }
}
