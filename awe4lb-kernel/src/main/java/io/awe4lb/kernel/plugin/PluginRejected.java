package io.awe4lb.kernel.plugin;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A jar is not taken. Its message is the sentence for the operator. Never leaves this package. */
final class PluginRejected extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final PluginInfo.Reason reason;

    PluginRejected(PluginInfo.Reason reason, String sentence) {
        this(reason, sentence, null);
    }

    PluginRejected(PluginInfo.Reason reason, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.reason = reason;
    }

    PluginInfo.Reason reason() {
        return reason;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
