package io.awe4lb.kernel.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads configurations: syntax, keys, types, ranges and references, with every finding at once. Any number of threads may read at the same
 * time if the environment allows it.
 */
public final class ConfigReader {

    private final Providers providers;
    private final Variables variables;
    private final Optional<String> adminBind;

    /**
     * A reader.
     *
     * @param providers of the types that a configuration may name; each chosen one makes an instance on trial, which is dropped
     * @param environment value of a variable, or null; {@code System::getenv} outside of tests
     */
    public ConfigReader(Providers providers, Function<String, @Nullable String> environment) {
        this(providers, new Variables(environment), Optional.empty());
    }

    private ConfigReader(Providers providers, Variables variables, Optional<String> adminBind) {
        this.providers = providers;
        this.variables = variables;
        this.adminBind = adminBind;
    }

    /**
     * One that takes another address for {@code admin.bind} than the configuration's, as the command line says it.
     *
     * @param bind {@code HOST:PORT}, or {@code off}; findings about it name {@code --admin}
     * @return reads everything else like this one
     */
    public ConfigReader withAdminBind(String bind) {
        return new ConfigReader(providers, variables, Optional.of(bind));
    }

    /**
     * Reads a file, or a directory with {@code awe4lb.yaml} and {@code conf.d/*.yaml}.
     *
     * @param fileOrDirectory as the user named it; its text stands in findings
     * @return the configuration or what is wrong with it; never an exception for what a user can do
     */
    public ConfigResult read(Path fileOrDirectory) {
        var findings = new Findings();
        return result(new ConfigSource(variables, findings).read(fileOrDirectory), findings);
    }

    /**
     * Reads a text.
     *
     * @param name stands for the file in findings
     * @param text YAML
     * @return the configuration or what is wrong with it
     */
    public ConfigResult read(String name, String text) {
        var findings = new Findings();
        return result(new ConfigSource(variables, findings).read(name, text), findings);
    }

    private ConfigResult result(Node.@Nullable Mapping root, Findings findings) {
        BalancerConfig config = null;
        if (root != null) {
            Place place = Place.root(root.position().file());
            adminBind.ifPresent(bind -> AdminKeys.bind(root, new Node.Scalar(Position.ofWhole("--admin"), bind), findings));
            config = new ShapeReader(providers, variables, ids(root, RootKeys.POOLS), ids(root, IssuerKeys.ISSUERS), findings).root(root,
                    place);
        }
        return config == null || findings.hasErrors() ? new ConfigResult.Invalid(findings.sorted())
                : new ConfigResult.Valid(config, findings.sorted());
    }

    private static Set<String> ids(Node.Mapping root, Key<?> key) {
        Node.Entry written = root.entries().get(key.name());
        return written != null && written.value() instanceof Node.Mapping(_, var entries) ? entries.keySet() : Set.of();
    }
}
