package io.awe4lb.admin.security;

import io.awe4lb.admin.http.ProblemCode;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps pages of other origins out: by the name that they think we have (which stops DNS rebinding), by their origin, and by what a browser
 * says of the request. Programs that are no browsers send none of it but Host.
 */
public final class Names {

    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]/?#@\\s]+)(?::(\\d{1,5}))?");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final Set<String> known;

    /**
     * With names besides addresses and localhost.
     *
     * @param hosts of the configuration
     */
    public Names(Collection<String> hosts) {
        this.known = Stream.concat(hosts.stream(), Stream.of("localhost")).map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Lets a request go on only if no foreign page can have sent it.
     *
     * @param context of the request
     */
    public void check(Context context) {
        String host = context.header("Host");
        if (host == null || host.isBlank()) {
            throw ProblemCode.BAD_REQUEST.problem("send a Host header").exception();
        }
        if (!isKnown(host)) {
            throw ProblemCode.FOREIGN_HOST.problem("this server is not known by that name: use its address, or add the name to admin.hosts")
                    .exception();
        }
        String origin = context.header("Origin");
        if (origin != null && !isOwn(origin, host.strip(), context.req().isSecure())) {
            throw foreign();
        }
        String site = context.header("Sec-Fetch-Site");
        if (site != null && !OWN_SITE.contains(site)) {
            throw foreign();
        }
    }

    private static RuntimeException foreign() {
        return ProblemCode.FOREIGN_ORIGIN.problem("a page of another origin may not use this server").exception();
    }

    /** A cookie comes along by itself, so a browser has to say where a write comes from. */
    static void checkCookie(Context context) {
        boolean reads = Set.of("GET", "HEAD").contains(context.method().name());
        if (!reads && context.header("Origin") == null && context.header("Sec-Fetch-Site") == null) {
            throw ProblemCode.FOREIGN_ORIGIN
                    .problem("a write with a cookie needs Origin or Sec-Fetch-Site: send a token in the header instead")
                    .exception();
        }
    }

    /** Without TLS of ours there may be somebody before us who speaks it. */
    private static boolean isOwn(String origin, String host, boolean isSecure) {
        return origin.equalsIgnoreCase("https://" + host) || !isSecure && origin.equalsIgnoreCase("http://" + host);
    }

    private boolean isKnown(String header) {
        Matcher matcher = HOST.matcher(header.strip());
        return matcher.matches() && (known.contains(matcher.group(1).toLowerCase(Locale.ROOT)) || isAddress(matcher.group(1)));
    }

    private static boolean isAddress(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
