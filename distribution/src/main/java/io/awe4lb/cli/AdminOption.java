package io.awe4lb.cli;

import io.awe4lb.kernel.config.ConfigReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --admin}: another place for the admin server than the configuration's. */
final class AdminOption {

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT|off",
            defaultValue = "${AWE4LB_ADMIN}",
            description = {
                "Where the admin server listens, whatever the configuration says; off: there is none.",
                "Left out: AWE4LB_ADMIN of the environment, else admin.bind of the configuration."
            })
    private @Nullable String given;

    /** What stands in the environment. */
    static AdminOption ofEnvironment() {
        var option = new AdminOption();
        option.given = System.getenv("AWE4LB_ADMIN");
        return option;
    }

    ConfigReader applied(ConfigReader reader) {
        return given == null || given.isEmpty() ? reader : reader.withAdminBind(given);
    }
}
