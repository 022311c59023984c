package io.awe4lb.plugins.discovery.lxd;

import io.awe4lb.plugins.http.Endpoint;
import io.awe4lb.plugins.http.Server;
import io.awe4lb.plugins.http.Tls;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import java.util.List;

/** Makes discoveries that ask LXD, or Incus, for containers and virtual machines. */
public final class LxdDiscoveryProvider implements DiscoveryProvider {

    static final Option<String> ENDPOINT = Option.text("endpoint", "unix:/var/snap/lxd/common/lxd/unix.socket",
            "Where LXD's API is: `unix:/PATH`, or `https://HOST:8443`.");
    static final Option<String> LABEL = Option.required("label", new OptionType.TextType(),
            "The configuration of the instances that are taken: `user.KEY`, or `user.KEY=VALUE`.");
    static final Option<Integer> PORT =
            Option.required("port", new OptionType.NumberType(1, 65_535),
                    "The port of each; an instance's `user.awe4lb.port` goes before.");
    static final Option<String> INTERFACE = Option.text("interface", "eth0", "The network interface whose address is taken.");
    static final Option<String> PROJECT = Option.text("project", "default", "The project that the instances are in.");

    /** For the service loader. */
    public LxdDiscoveryProvider() {}

    @Override
    public String type() {
        return "lxd";
    }

    @Override
    public String description() {
        return "Asks LXD for running instances with a label.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(ENDPOINT, LABEL, PORT, INTERFACE, PROJECT, Tls.OPTION);
    }

    @Override
    public Discovery create(Options options) {
        Endpoint endpoint = Endpoint.of(ENDPOINT.name(), options.get(ENDPOINT));
        var instances = new Instances(Label.of(options.get(LABEL)), options.get(PORT), options.get(INTERFACE));
        return new LxdDiscovery(Server.at(endpoint, Tls.of(options, endpoint)), options.get(PROJECT), instances);
    }
}
