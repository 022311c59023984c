package io.awe4lb.plugins.discovery.http;

import io.awe4lb.spi.BackendText;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import java.util.List;

/** Makes discoveries that read backends out of lines. */
public final class HttpTextProvider implements DiscoveryProvider {

    static final Option<String> PATTERN = Option.optional("pattern", new OptionType.TextType(),
            "A regular expression with the groups `host` and `port`, and any of `name`, `weight`, `priority`, `maxConnections`, `sni`, "
                    + "found in each line; left out: the lines of `exec` and `file`.");

    /** For the service loader. */
    public HttpTextProvider() {}

    @Override
    public String type() {
        return "http-text";
    }

    @Override
    public String description() {
        return "Asks a server for text and reads a backend a line.";
    }

    @Override
    public List<Option<?>> options() {
        return HttpOptions.with(List.of(PATTERN));
    }

    @Override
    public Discovery create(Options options) {
        HttpDiscovery.Reading reading =
                options.find(PATTERN).<HttpDiscovery.Reading>map(LinePattern::of).orElse(BackendText::ofLines);
        return HttpOptions.discovery(options, reading);
    }
}
