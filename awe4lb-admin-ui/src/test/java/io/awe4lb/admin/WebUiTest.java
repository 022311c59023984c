package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.awe4lb.spi.EndReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The files of the web UI as they are served, and what stands in them. */
class WebUiTest {

    private static final Path FILES = Path.of("src/main/resources/io/awe4lb/admin/ui");
    private static final Pattern IMPORT_MAP = Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);
    private static final Pattern IMPORT =
            Pattern.compile("(?:^(?:import|export|\\} from).* from |import\\()\"([^\"]+)\"", Pattern.MULTILINE);
    private static final int MOST_BYTES = 150_000;

    @Test
    void thePageIsForEverybodyAndTakesNoScriptButItsOwn() throws Exception {
        try (Managed managed = Managed.usual(); HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> page = get(client, managed, "/");
            String text = new String(page.body(), StandardCharsets.UTF_8);
            var map = IMPORT_MAP.matcher(text);
            assertTrue(map.find());
            String hash = Base64.getEncoder().encodeToString(sha256(map.group(1).getBytes(StandardCharsets.UTF_8)));
            String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
            assertTrue(policy.contains("script-src 'self' 'sha256-" + hash + "';"), policy);
            assertTrue(policy.startsWith("default-src 'none';"), policy);
            assertFalse(policy.contains("unsafe"), policy);
            assertEquals("text/html;charset=utf-8", page.headers().firstValue("Content-Type").orElse(""));
            assertEquals("nosniff", page.headers().firstValue("X-Content-Type-Options").orElse(""));
        }
    }

    @Test
    void whatIsLoadedFirstIsSmallAndIsAskedForOnce() throws Exception {
        try (Managed managed = Managed.usual(); HttpClient client = HttpClient.newHttpClient()) {
            int sum = 0;
            for (String name : names()) {
                String path = name.equals("index.html") ? "/" : "/assets/" + name;
                HttpResponse<byte[]> zipped = get(client, managed, path, "Accept-Encoding", "gzip");
                assertEquals("gzip", zipped.headers().firstValue("Content-Encoding").orElse(""), name);
                sum += zipped.body().length;
                try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
                    assertEquals(Files.readString(FILES.resolve(name)), new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
                }
                String tag = zipped.headers().firstValue("ETag").orElseThrow();
                assertEquals(304, get(client, managed, path, "Accept-Encoding", "gzip", "If-None-Match", tag).statusCode(), name);
                assertEquals(200, get(client, managed, path, "If-None-Match", tag).statusCode(), name);
            }
            assertTrue(sum <= MOST_BYTES, "all files together take " + sum + " bytes");
        }
    }

    @Test
    void nothingElseOfTheModuleIsServed() throws Exception {
        try (Managed managed = Managed.usual(); HttpClient client = HttpClient.newHttpClient()) {
            for (String name : List.of("..%2Fopenapi.yaml", "index.html", "none.js", "%2e%2e%2fopenapi.yaml", "StaticFiles.class",
                    "app.css%00")) {
                HttpResponse<byte[]> refused = get(client, managed, "/assets/" + name);
                assertTrue(List.of(400, 404).contains(refused.statusCode()), name + ": " + refused.statusCode());
            }
        }
    }

    @Test
    void everyEndOfAConnectionIsSaidInWords() throws Exception {
        String ends = Files.readString(FILES.resolve("ends.js"));
        for (EndReason reason : EndReason.values()) {
            assertTrue(ends.contains("  %s: \"%s\",\n".formatted(reason.word(), reason.description())), reason.word());
        }
    }

    @Test
    void everyImportIsThere() throws Exception {
        JsonNode map = new ObjectMapper().readTree(importMap()).path("imports");
        for (String name : names().stream().filter(name -> name.endsWith(".js")).toList()) {
            var imports = IMPORT.matcher(Files.readString(FILES.resolve(name)));
            while (imports.find()) {
                String wanted = imports.group(1);
                String file = wanted.startsWith("./") ? wanted.substring(2) : map.path(wanted).asText().replace("./assets/", "");
                assertTrue(!file.isEmpty() && Files.exists(FILES.resolve(file)), name + " imports " + wanted);
            }
        }
    }

    @Test
    void nothingIsMadeOfMarkupOrFromElsewhere() throws Exception {
        for (String name : names().stream().filter(name -> !name.startsWith("vendor")).toList()) {
            String text = Files.readString(FILES.resolve(name));
            assertFalse(text.contains("innerHTML") || text.contains("insertAdjacent") || text.contains("eval("), name);
            assertFalse(Pattern.compile("https?://(?!www\\.w3\\.org/2000/svg)").matcher(text).find(), name + " names another server");
        }
    }

    @Test
    void theLibrariesAreWhatIsWrittenDownOfThem() throws Exception {
        List<String> known = new ArrayList<>();
        for (JsonNode library : new ObjectMapper().readTree(Files.readString(FILES.resolve("vendor.json")))) {
            String file = library.path("file").asText();
            known.add(file);
            assertEquals(library.path("sha256").asText(), HexFormat.of().formatHex(sha256(Files.readAllBytes(FILES.resolve(file)))), file);
            assertTrue(Files.readString(FILES.resolve(file)).startsWith("/*! %s %s, %s\n".formatted(library.path("package").asText(),
                    library.path("version").asText(), library.path("licence").asText())), file);
        }
        assertEquals(names().stream().filter(name -> name.startsWith("vendor-")).toList(), known.stream().sorted().toList());
    }

    private static String importMap() throws IOException {
        var map = IMPORT_MAP.matcher(Files.readString(FILES.resolve("index.html")));
        assertTrue(map.find());
        return map.group(1);
    }

    private static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static HttpResponse<byte[]> get(HttpClient client, Managed managed, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(managed.address() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }
}
