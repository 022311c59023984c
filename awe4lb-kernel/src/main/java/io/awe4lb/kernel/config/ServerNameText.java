package io.awe4lb.kernel.config;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Names of servers as a user writes them in a route. */
final class ServerNameText {

    static final String WORDS = "a name (api.example.com, *.example.com) or ~ and a regular expression";

    /** What IDNA 2003, which Java speaks, and IDNA 2008, which browsers speak, turn into different names: ß, ς and two joiners. */
    private static final String AMBIGUOUS = "\u00df\u03c2\u200c\u200d";

    private ServerNameText() {}

    static NamePattern parse(String text) throws Refused {
        if (text.startsWith("~")) {
            return expression(text.substring(1));
        }
        return text.startsWith("*.") ? new NamePattern.Below("." + name(text.substring(2), text)) : new NamePattern.Exact(name(text, text));
    }

    private static NamePattern expression(String text) throws Refused {
        if (text.isEmpty()) {
            throw new Refused(Code.INVALID_NAME, "there is no regular expression after '~': write for example ~api[0-9]+\\.example\\.com");
        }
        try {
            return new NamePattern.Matching(Pattern.compile(text));
        } catch (PatternSyntaxException wrong) {
            throw new Refused(Code.INVALID_NAME, "%s is not a regular expression: %s at character %d".formatted(Quoted.of(text),
                    wrong.getDescription(), wrong.getIndex() + 1));
        }
    }

    /** As clients send it: in lower case and in letters of ASCII. */
    private static String name(String text, String written) throws Refused {
        if (text.equals("*")) {
            throw new Refused(Code.INVALID_NAME,
                    "'*' alone is no name: leave sni out for every client, or write ~.+ for those that name any");
        }
        if (text.indexOf('*') >= 0) {
            throw new Refused(Code.INVALID_NAME,
                    Quoted.of(written) + " has a '*' elsewhere than in front: write *.example.com, or ~ and a regular expression");
        }
        String name = ascii(text, written).toLowerCase(Locale.ROOT);
        if (name.indexOf(':') >= 0 || !name.isEmpty() && name.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9')) {
            throw new Refused(Code.INVALID_NAME, Quoted.of(written) + " is no name: a client that connects to an address names no server");
        }
        try {
            return AddressText.hostName(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
        } catch (Refused _) {
            throw new Refused(Code.INVALID_NAME, Quoted.of(written) + " is not " + WORDS);
        }
    }

    private static String ascii(String text, String written) throws Refused {
        if (text.chars().anyMatch(c -> AMBIGUOUS.indexOf(c) >= 0)) {
            throw new Refused(Code.INVALID_NAME, Quoted.of(written)
                    + " has a letter that clients write in two ways: write the name as it is sent, for example xn--strae-oqa.example");
        }
        try {
            return IDN.toASCII(text);
        } catch (IllegalArgumentException wrong) {
            throw new Refused(Code.INVALID_NAME, Quoted.of(written) + " is not " + WORDS + ": " + wrong.getMessage());
        }
    }
}
