package io.awe4lb.kernel.config;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.DurationType;
import java.time.Duration;

/** {@code keep}, {@code close}, {@code drain 30s}; {@code drain} alone takes the default time. */
final class RemoveText {

    static final String DEFAULT = "drain 30s";
    static final String WORDS = "keep, close or drain with a duration, for example " + DEFAULT;

    private static final String DRAIN = "drain ";
    private static final DurationType TIME = new DurationType(Duration.ofMillis(1), Option.LONGEST, false);

    private RemoveText() {}

    static RemovePolicy parse(String text) throws Refused {
        return switch (text) {
            case "keep" -> new RemovePolicy.Keep();
            case "close" -> new RemovePolicy.Close();
            case "drain" -> parse(DEFAULT);
            default -> {
                if (!text.startsWith(DRAIN)) {
                    throw new Refused(Code.WRONG_TYPE, "expected " + WORDS + ", found " + Quoted.of(text));
                }
                yield new RemovePolicy.Drain((Duration) ScalarText.parse(TIME, text.substring(DRAIN.length()).strip()));
            }
        };
    }
}
