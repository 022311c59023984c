package io.awe4lb.plugins.health.conversation;

import io.awe4lb.spi.CheckResult;
import java.io.IOException;

/** The backend has answered something else than it should. */
public final class AnswerFailure extends IOException {

    private static final long serialVersionUID = 1;

    private final String code;

    /** @param code of the result; @param sentence for the operator */
    public AnswerFailure(String code, String sentence) {
        super(sentence);
        this.code = code;
    }

    /** What it comes to. */
    public CheckResult result() {
        return new CheckResult.Failed(code, getMessage());
    }
}
