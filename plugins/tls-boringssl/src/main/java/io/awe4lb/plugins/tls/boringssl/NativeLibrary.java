package io.awe4lb.plugins.tls.boringssl;

import io.netty.internal.tcnative.Library;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Optional;

/**
 * BoringSSL itself, which is loaded once, when it is asked for first. A program can load it from a file only, so it is written to one, which
 * is deleted as soon as it is loaded.
 */
final class NativeLibrary {

    private static final String NAME = "libnetty_tcnative_";

    private NativeLibrary() {}

    /** Loads it, once for all. */
    private static final class Loaded {

        private static final Optional<String> TROUBLE = load();
    }

    /** @return why it cannot be used, and what to do; empty: it is loaded */
    static Optional<String> trouble() {
        return Loaded.TROUBLE;
    }

    /** @throws GeneralSecurityException if it cannot be used */
    static void require() throws GeneralSecurityException {
        Optional<String> trouble = trouble();
        if (trouble.isPresent()) {
            throw new GeneralSecurityException(trouble.get());
        }
    }

    private static Optional<String> load() {
        String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        try {
            load(platform);
            return Optional.empty();
        } catch (FileNotFoundException _) {
            return Optional
                    .of("it is there for linux-x86_64 and linux-aarch_64 only, and this is %s: use the engine jdk".formatted(platform));
        } catch (IOException unwritable) {
            return Optional
                    .of("its library cannot be written into %s (%s): make room there, or name another directory with -Djava.io.tmpdir"
                            .formatted(directory(), unwritable));
        } catch (Exception | LinkageError refused) { // tcnative declares Exception
            return Optional.of(
                    "its library cannot be loaded (%s): it needs glibc 2.17 or newer and a %s that programs may be run from; name another directory with -Djava.io.tmpdir, or use the engine jdk"
                            .formatted(refused.getMessage(), directory()));
        }
    }

    static String platform(String system, String processor) {
        String known = switch (processor) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch_64";
            default -> processor;
        };
        return system.toLowerCase(Locale.ROOT).replace(' ', '-') + "-" + known;
    }

    private static String directory() {
        return System.getProperty("java.io.tmpdir");
    }

    @SuppressWarnings("restricted") // the manifest says that it calls native code
    private static void load(String platform) throws Exception {
        String name = NAME + platform.replace('-', '_');
        try (InputStream library = NativeLibrary.class.getResourceAsStream("/META-INF/native/" + name + ".so")) {
            if (library == null) {
                throw new FileNotFoundException(name);
            }
            Path file = Files.createTempFile(name, ".so"); // what comes before its name would be taken for that of a package
            try {
                Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
                System.load(file.toString());
            } finally {
                Files.delete(file);
            }
        }
        Library.initialize("provided", null);
    }
}
