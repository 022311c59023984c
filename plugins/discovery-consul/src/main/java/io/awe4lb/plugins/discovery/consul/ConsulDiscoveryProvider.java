package io.awe4lb.plugins.discovery.consul;

import io.awe4lb.plugins.http.Endpoint;
import io.awe4lb.plugins.http.Headers;
import io.awe4lb.plugins.http.Server;
import io.awe4lb.plugins.http.Tls;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.util.List;

/** Makes discoveries that ask an agent of Consul for a service. */
public final class ConsulDiscoveryProvider implements DiscoveryProvider {

    static final Option<String> SERVICE = Option.required("service", new OptionType.TextType(), "The name of the service.");
    static final Option<String> ENDPOINT = Option.text("endpoint", "http://127.0.0.1:8500",
            "The agent that is asked: `http://…`, `https://…` or `unix:/PATH`.");
    static final Option<String> TAG =
            Option.optional("tag", new OptionType.TextType(), "Only instances with this tag.");
    static final Option<String> DATACENTER =
            Option.optional("datacenter", new OptionType.TextType(), "Where the service is; left out: where the agent is.");
    static final Option<Boolean> PASSING_ONLY = Option.flag("passingOnly", true,
            "Only instances all of whose checks pass; `false` takes those that warn too, with their weight for that.");
    static final Option<Secret> TOKEN =
            Option.optional("token", new OptionType.SecretType(), "The ACL token that each request carries; never shown.");

    /** For the service loader. */
    public ConsulDiscoveryProvider() {}

    @Override
    public String type() {
        return "consul";
    }

    @Override
    public String description() {
        return "The instances of a service that Consul knows.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(SERVICE, ENDPOINT, TAG, DATACENTER, PASSING_ONLY, TOKEN, Tls.OPTION);
    }

    @Override
    public Discovery create(Options options) {
        Endpoint endpoint = Endpoint.of(ENDPOINT.name(), options.get(ENDPOINT));
        var service = new ServiceQuery(
                requireText(SERVICE, options.get(SERVICE)),
                options.find(TAG).map(tag -> requireText(TAG, tag)),
                options.find(DATACENTER).map(datacenter -> requireText(DATACENTER, datacenter)),
                options.get(PASSING_ONLY),
                options.find(TOKEN).map(token -> Headers.requireValue(TOKEN.name(), token)));
        return new ConsulDiscovery(Server.at(endpoint, Tls.of(options, endpoint)), service);
    }

    private static String requireText(Option<String> option, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("%s: it is blank: write its name, or leave it out".formatted(option));
        }
        return value;
    }
}
