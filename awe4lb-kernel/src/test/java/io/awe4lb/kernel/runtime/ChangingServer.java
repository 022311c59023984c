package io.awe4lb.kernel.runtime;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import io.awe4lb.kernel.store.Source;
import io.awe4lb.spi.Provider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.yaml.snakeyaml.Yaml;

/** Changes its configuration through REST's way and the file's, for as long as it is let; says what it tries and what is in force. */
final class ChangingServer {

    /** What it needs besides the kernel. */
    static final List<Class<?>> LIBRARIES =
            List.of(JsonNode.class, JsonFactory.class, JsonProperty.class, Logger.class, Yaml.class, Provider.class);

    private ChangingServer() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        try (var served = Served.start(Path.of(arguments[0]), file)) {
            for (int next = (int) served.seconds() + 1;; next++) {
                System.out.println("tries " + next);
                if (change(served.live, file, next) instanceof Outcome.Applied) {
                    System.out.println("serves " + served.seconds());
                }
            }
        }
    }

    private static Outcome change(LiveConfig live, Path file, int seconds) {
        if (seconds % 3 > 0) {
            return live.change(_ -> Served.text(seconds), "ops", "", Source.REST, false);
        }
        Served.write(file, Served.text(seconds));
        return live.reloadFile("HUP");
    }
}
