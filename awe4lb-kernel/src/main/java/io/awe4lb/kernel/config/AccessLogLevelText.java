package io.awe4lb.kernel.config;

import io.awe4lb.spi.OptionType.NumberType;

/** {@code all}, {@code errors}, {@code off}, {@code 1/100}; {@code 1/1} is {@code all}. */
final class AccessLogLevelText {

    static final String DEFAULT = "all";
    static final String WORDS = "all, errors, off, or one of many, for example 1/100";

    private static final String ONE_OF = "1/";
    private static final NumberType MANY = new NumberType(1, 1_000_000_000);

    private AccessLogLevelText() {}

    static AccessLogLevel parse(String text) throws Refused {
        return switch (text) {
            case "all" -> new AccessLogLevel.All();
            case "errors" -> new AccessLogLevel.Errors();
            case "off" -> new AccessLogLevel.Off();
            default -> {
                if (!text.startsWith(ONE_OF)) {
                    throw new Refused(Code.WRONG_TYPE, "expected " + WORDS + ", found " + Quoted.of(text));
                }
                int many = (Integer) ScalarText.parse(MANY, text.substring(ONE_OF.length()));
                yield many == 1 ? new AccessLogLevel.All() : new AccessLogLevel.OneIn(many);
            }
        };
    }
}
