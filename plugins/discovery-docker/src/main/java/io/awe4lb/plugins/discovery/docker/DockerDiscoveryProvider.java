package io.awe4lb.plugins.discovery.docker;

import io.awe4lb.plugins.http.Endpoint;
import io.awe4lb.plugins.http.Server;
import io.awe4lb.plugins.http.Tls;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import java.net.URI;
import java.util.List;

/** Makes discoveries that ask Docker for containers. */
public final class DockerDiscoveryProvider implements DiscoveryProvider {

    static final Option<String> ENDPOINT = Option.text("endpoint", "unix:/var/run/docker.sock",
            "Where Docker's API is: `unix:/PATH`, `https://HOST:2376` or `http://HOST:2375`.");
    static final Option<String> LABEL = Option.required("label", new OptionType.TextType(),
            "The label of the containers that are taken: `KEY`, or `KEY=VALUE`.");
    static final Option<Integer> PORT =
            Option.required("port", new OptionType.NumberType(1, 65_535), "The port that a container serves at, inside.");
    static final Option<Protocol> PROTOCOL = Option.choice("protocol", Protocol.TCP, "Whether that is a port of `tcp` or `udp`.");
    static final Option<Via> ADDRESS = Option.choice("address", Via.PUBLISHED,
            "How a container is reached: at the address and port that Docker has `published`, or at the `container` itself, in its network.");
    static final Option<String> NETWORK = Option.optional("network", new OptionType.TextType(),
            "With `address: container`, in which network; left out: in the only one that it is in.");

    /** For the service loader. */
    public DockerDiscoveryProvider() {}

    /** Of a port. */
    enum Protocol {
        /** Connections. */
        TCP,
        /** Datagrams. */
        UDP
    }

    /** How a container is reached. */
    enum Via {
        /** At a port of Docker's machine. */
        PUBLISHED,
        /** In its network. */
        CONTAINER
    }

    @Override
    public String type() {
        return "docker";
    }

    @Override
    public String description() {
        return "Asks Docker for running containers with a label.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(ENDPOINT, LABEL, PORT, PROTOCOL, ADDRESS, NETWORK, Tls.OPTION);
    }

    @Override
    public Discovery create(Options options) {
        Endpoint endpoint = Endpoint.of(ENDPOINT.name(), options.get(ENDPOINT));
        boolean isPublished = options.get(ADDRESS) == Via.PUBLISHED;
        if (isPublished && options.find(NETWORK).isPresent()) {
            throw new IllegalArgumentException("network: it has a meaning with address: container only: remove it, or write that");
        }
        if (!options.get(LABEL).matches("[^\\s=]+(=.*)?")) {
            throw new IllegalArgumentException("label: '%s' can be on no container: write KEY or KEY=VALUE, without spaces around ="
                    .formatted(options.get(LABEL)));
        }
        String port = options.get(PORT) + "/" + OptionType.ChoiceType.word(options.get(PROTOCOL));
        Reach reach = isPublished ? new Reach.Published(port, machine(endpoint)) : new Reach.Inside(port, options.find(NETWORK));
        return new DockerDiscovery(Server.at(endpoint, Tls.of(options, endpoint)), options.get(LABEL), new Containers(reach));
    }

    /** Where Docker runs. */
    private static String machine(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.Unix _ -> "127.0.0.1";
            case Endpoint.Tcp(var base) -> URI.create(base).getHost().replaceAll("[\\[\\]]", "");
        };
    }
}
