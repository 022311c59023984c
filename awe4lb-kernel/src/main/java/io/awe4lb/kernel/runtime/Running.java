package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.Providers;
import io.awe4lb.kernel.plugin.PluginHost;
import io.awe4lb.kernel.store.DataDirectory;
import java.time.Instant;

/**
 * Everything of a running process that management shows and changes.
 *
 * @param balancer what serves
 * @param config the configuration in force and the way to another one
 * @param data what outlives the process
 * @param plugins that were found
 * @param providers that the plugins brought
 * @param log the program's own
 * @param started when the process began
 * @param version of the program
 * @param metrics as a document
 */
public record Running(
        Balancer balancer,
        LiveConfig config,
        DataDirectory data,
        PluginHost plugins,
        Providers providers,
        ApplicationLog log,
        Instant started,
        String version,
        MetricsDocument metrics) {}
