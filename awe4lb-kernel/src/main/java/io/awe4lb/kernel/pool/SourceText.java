package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.Option;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a source is, for people and to compare: its type, and the options that say something else than their defaults. Secrets are masked. Of
 * the query of an address, in which people put secrets too, there is only what tells one from another.
 */
final class SourceText {

    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?#]*\\?)(\\S+)");
    private static final int DIGITS = 16;

    private SourceText() {}

    static String of(ProviderConfig<DiscoveryProvider> source) {
        var text = new StringBuilder(source.provider().type());
        for (Option<?> option : source.provider().options()) {
            source.options().find(option).filter(value -> option.defaultValue().filter(value::equals).isEmpty())
                    .ifPresent(value -> text.append(' ').append(option.name()).append('=').append(value));
        }
        return QUERY.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + digest(found.group(2))));
    }

    private static String digest(String query) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(query.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException impossible) { // every Java has it
            throw new AssertionError(impossible);
        }
    }
}
