package io.awe4lb.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Backends that serve in this process, and the configuration that balances over them. */
public final class Demo implements AutoCloseable {

    private static final int BACKENDS = 3;

    private final List<DemoBackend> backends = new ArrayList<>();

    /** Good for this demonstration alone. */
    private final String token = HexFormat.of().toHexDigits(new SecureRandom().nextLong());

    private Demo() {}

    /**
     * What a request to the admin server carries.
     *
     * @return another one each time
     */
    public String token() {
        return token;
    }

    /**
     * Opens the backends.
     *
     * @return serving, to be closed by the caller
     * @throws IOException if there are no free ports
     */
    public static Demo open() throws IOException {
        var demo = new Demo();
        for (int i = 1; i <= BACKENDS; i++) {
            demo.backends.add(DemoBackend.open("backend-" + i));
        }
        return demo;
    }

    /**
     * The configuration with the addresses of the backends in it.
     *
     * @param port where to listen
     * @param admin where the admin server listens, {@code HOST:PORT} or {@code off}
     * @return YAML
     * @throws IOException if the program is not complete
     */
    public String configuration(int port, String admin) throws IOException {
        try (InputStream in = Objects.requireNonNull(Demo.class.getResourceAsStream("demo.yaml"), "demo.yaml")) {
            String text = new String(in.readAllBytes(), UTF_8).replace("${PORT}", String.valueOf(port))
                    .replace("${ADMIN}", admin).replace("${TOKEN}", token);
            for (int i = 0; i < BACKENDS; i++) {
                text = text.replace("${BACKEND_" + (i + 1) + "}", backends.get(i).address());
            }
            return text;
        }
    }

    @Override
    public void close() throws IOException {
        for (DemoBackend backend : backends) {
            backend.close();
        }
    }
}
