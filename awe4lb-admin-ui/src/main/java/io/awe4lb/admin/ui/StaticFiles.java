package io.awe4lb.admin.ui;

import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * The web UI as files: one page, and what it loads. They hold nothing that is secret, so everybody gets them; all they show comes from the
 * REST API, which asks who wants it. Read from the module once, kept with what they take on the wire.
 */
public final class StaticFiles {

    private static final String DIRECTORY = "/io/awe4lb/admin/ui/";
    private static final String PAGE = "index.html";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*\\.(?<ending>js|css|svg|json)");
    private static final Map<String, String> TYPES = Map.of("js", "text/javascript", "css", "text/css", "svg", "image/svg+xml", "json",
            "application/json");
    private static final Pattern IMPORT_MAP = Pattern.compile("<script type=\"importmap\">(?<text>.*?)</script>", Pattern.DOTALL);
    /** No script but our own files and the import map, no style but ours, nothing from elsewhere, no place in a foreign page. */
    private static final String POLICY = "default-src 'none'; script-src 'self' 'sha256-%s'; style-src 'self'; img-src 'self' data:; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

    /** A file with what it takes to send it. */
    private record StaticFile(String type, byte[] bytes, byte[] zipped, String tag, String policy) {}

    /**
     * What is answered.
     *
     * @return routes for everybody
     */
    public List<Route> routes() {
        return List.of(
                Route.get("/", Access.PUBLIC, context -> send(context, file(PAGE).orElseThrow())),
                Route.get("/assets/{file}", Access.PUBLIC, this::asset));
    }

    private void asset(Context context) {
        String name = context.pathParam("file");
        send(context, Optional.of(name).filter(any -> NAME.matcher(any).matches()).flatMap(this::file)
                .orElseThrow(() -> ProblemCode.NOT_FOUND.problem("the web UI has no such file: load its page at '/' again").exception()));
    }

    /** A new version of the program has other files: the browser asks each time whether it has the one in force. */
    private static void send(Context context, StaticFile file) {
        context.header("Cache-Control", "no-cache").header("Vary", "Accept-Encoding").header("Content-Security-Policy", file.policy());
        context.res().setCharacterEncoding(StandardCharsets.UTF_8.name());
        context.contentType(file.type());
        boolean isZipped = String.valueOf(context.header("Accept-Encoding")).contains("gzip");
        context.header("ETag", "\"%s%s\"".formatted(file.tag(), isZipped ? "-gzip" : ""));
        if (isZipped) {
            context.header("Content-Encoding", "gzip");
        }
        context.result(isZipped ? file.zipped() : file.bytes());
    }

    /** Only those that are there are kept, so nobody fills the memory with names. */
    private Optional<StaticFile> file(String name) {
        StaticFile known = files.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<StaticFile> read = read(name);
        read.ifPresent(file -> files.put(name, file));
        return read;
    }

    private static Optional<StaticFile> read(String name) {
        try (InputStream in = StaticFiles.class.getResourceAsStream(DIRECTORY + name)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            String tag = HexFormat.of().formatHex(sha256(bytes), 0, 12);
            return Optional.of(new StaticFile(type(name), bytes, zipped(bytes), tag, policy(name, bytes)));
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    private static String type(String name) {
        Matcher parts = NAME.matcher(name);
        return parts.matches() ? TYPES.getOrDefault(parts.group("ending"), "") : "text/html";
    }

    private static String policy(String name, byte[] bytes) {
        Matcher map = IMPORT_MAP.matcher(new String(bytes, StandardCharsets.UTF_8));
        return name.equals(PAGE) && map.find()
                ? POLICY.formatted(Base64.getEncoder().encodeToString(sha256(map.group("text").getBytes(StandardCharsets.UTF_8))))
                : "default-src 'none'; frame-ancestors 'none'";
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream(bytes.length);
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException every) {
            throw new IllegalStateException("every Java has SHA-256", every);
        }
    }
}
