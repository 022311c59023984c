package io.awe4lb.cli;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import io.awe4lb.kernel.runtime.ChangeException;

/** Adds to a balancer that could not start what to do about it. */
final class StartFailure {

    private StartFailure() {}

    static Failure of(ChangeException failure) {
        String sentence = String.valueOf(failure.getMessage());
        return switch (failure.reason()) {
            case BIND -> new Failure(ExitCode.BIND, sentence + hint(sentence));
            case PLUGIN -> new Failure(ExitCode.PLUGIN, sentence);
            case SYSTEM, RESTART -> new Failure(ExitCode.FAILURE, sentence);
        };
    }

    private static String hint(String sentence) {
        if (sentence.contains("in use")) {
            String command = sentence.contains("bind UDP ") ? "ss -lunp" : "ss -ltnp";
            return "; another process listens there: '" + command + "' shows which";
        }
        if (sentence.contains("ermission denied")) {
            return "; ports below 1024 need root or the capability CAP_NET_BIND_SERVICE";
        }
        return sentence.contains("assign") ? "; no interface of this machine has this address: 'ip address' lists them" : "";
    }
}
