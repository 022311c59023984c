package io.awe4lb.kernel.config;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.DurationType;
import java.time.Duration;

/** {@code close}, {@code reset}, {@code queue 5s}, {@code dry-run}. */
final class OnLimitText {

    static final String DEFAULT = "close";
    static final String WORDS = "close, reset, dry-run or queue with a duration, for example queue 5s";

    private static final String QUEUE = "queue ";
    private static final DurationType TIME = new DurationType(Duration.ofMillis(1), Option.LONGEST, false);

    private OnLimitText() {}

    static OnLimit parse(String text) throws Refused {
        return switch (text) {
            case "close" -> new OnLimit.Close();
            case "reset" -> new OnLimit.Reset();
            case "dry-run" -> new OnLimit.DryRun();
            default -> {
                if (!text.startsWith(QUEUE)) {
                    throw new Refused(Code.WRONG_TYPE, "expected " + WORDS + ", found " + Quoted.of(text));
                }
                yield new OnLimit.Queue((Duration) ScalarText.parse(TIME, text.substring(QUEUE.length()).strip()));
            }
        };
    }
}
