package io.awe4lb.plugins.discovery.kubernetes;

import io.awe4lb.plugins.http.Endpoint;
import io.awe4lb.plugins.http.Headers;
import io.awe4lb.plugins.http.Tls;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Makes discoveries that watch a Service of Kubernetes. */
public final class KubernetesDiscoveryProvider implements DiscoveryProvider {

    static final Option<String> SERVICE = Option.required("service", new OptionType.TextType(), "The name of the Service.");
    static final Option<String> NAMESPACE = Option.optional("namespace", new OptionType.TextType(),
            "Where the Service is; left out: where awe4lb itself runs, else `default`.");
    static final Option<String> PORT = Option.optional("port", new OptionType.TextType(),
            "The name or the number of one of its ports; may be left out where there is one only.");
    static final Option<AddressKind> ADDRESS = Option.choice("address", AddressKind.POD,
            "Where clients are sent: to each `pod`, or to the node port of each `node`.");
    static final Option<String> ENDPOINT = Option.optional("endpoint", new OptionType.TextType(),
            "The API server, `https://…` or `http://…`; left out: that of the cluster in which awe4lb runs.");
    static final Option<Secret> TOKEN = Option.optional("token", new OptionType.SecretType(),
            "Who asks; left out within a cluster: the service account; never shown.");
    static final Option<String> CA = Option.optional("ca", new OptionType.TextType(),
            "A file with the certificates to trust, in PEM; left out: the cluster's within one, else the JDK's.");

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");

    private final ServiceAccount account;

    /** For the service loader. */
    public KubernetesDiscoveryProvider() {
        this(ServiceAccount.ofThisProcess());
    }

    KubernetesDiscoveryProvider(ServiceAccount account) {
        this.account = account;
    }

    @Override
    public String type() {
        return "kubernetes";
    }

    @Override
    public String description() {
        return "The endpoints of a Service of Kubernetes.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(SERVICE, NAMESPACE, PORT, ADDRESS, ENDPOINT, TOKEN, CA);
    }

    @Override
    public Discovery create(Options options) {
        var access = new Access(
                options.find(ENDPOINT).map(KubernetesDiscoveryProvider::endpoint),
                options.find(TOKEN).map(token -> Headers.requireValue(TOKEN.name(), token)),
                options.find(CA).map(KubernetesDiscoveryProvider::file),
                account);
        var service = new ServiceName(
                options.find(NAMESPACE).map(namespace -> requireName(NAMESPACE, namespace)), requireName(SERVICE, options.get(SERVICE)));
        return new KubernetesDiscovery(access, service, options.find(PORT).map(PortChoice::of), options.get(ADDRESS));
    }

    private static Endpoint endpoint(String written) {
        return Endpoint.of(ENDPOINT.name(), written);
    }

    private static Path file(String written) {
        try {
            return Tls.requireReadable(CA.name(), Path.of(written));
        } catch (InvalidPathException wrong) {
            throw new IllegalArgumentException("ca: this is the name of no file: write ca: /path/to/ca.crt", wrong);
        }
    }

    private static String requireName(Option<String> option, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "%s: '%s' is not a name of Kubernetes: small letters, digits and hyphens".formatted(option, name));
        }
        return name;
    }
}
