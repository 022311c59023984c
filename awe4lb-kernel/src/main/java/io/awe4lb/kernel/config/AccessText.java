package io.awe4lb.kernel.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** {@code allow 10.0.0.0/8}, {@code deny @blocked.txt}, {@code deny all}. */
final class AccessText {

    static final String ALLOW = "allow";
    static final String DENY = "deny";
    static final String ALL = "all";
    /** Before the path of a file. */
    static final String LIST = "@";
    static final String WORDS = "allow or deny with a network, @ and a file of networks, or all, for example \"deny 10.0.0.0/8\"";

    private AccessText() {}

    static AccessRule parse(String text) throws Refused {
        String[] words = text.strip().split("\\s+", 2);
        boolean isRule = words.length == 2 && (words[0].equals(ALLOW) || words[0].equals(DENY));
        if (!isRule) {
            throw new Refused(Code.WRONG_TYPE, "expected " + WORDS + ", found " + Quoted.of(text));
        }
        return new AccessRule(words[0].equals(ALLOW), who(words[1]));
    }

    private static AccessRule.Who who(String text) throws Refused {
        if (text.equals(ALL)) {
            return new AccessRule.All();
        }
        if (text.startsWith(LIST)) {
            return new AccessRule.Listed(file(text.substring(LIST.length())));
        }
        boolean isWord = text.indexOf('.') < 0 && text.indexOf(':') < 0;
        if (isWord) {
            throw new Refused(Code.WRONG_TYPE, "nobody is called " + Quoted.of(text)
                    + " here: write a network, @ and a file of networks, or all, for example \"deny 10.0.0.0/8\"");
        }
        return new AccessRule.In(AddressText.network(text));
    }

    private static Path file(String text) throws Refused {
        if (text.isBlank()) {
            throw new Refused(Code.WRONG_TYPE, "there is no file after '@': write for example \"deny @blocked.txt\"");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException failure) {
            throw new Refused(Code.WRONG_TYPE, Quoted.of(text) + " cannot be the path of a file: " + failure.getReason());
        }
    }
}
