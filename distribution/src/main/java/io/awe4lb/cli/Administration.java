package io.awe4lb.cli;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import io.awe4lb.kernel.runtime.Management;
import io.awe4lb.kernel.runtime.ManagementProvider;
import io.awe4lb.kernel.runtime.Running;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The admin server, if the installation has one. It comes after the listeners: clients do not wait for it.
 *
 * @param management empty: its jar is not in lib/
 */
record Administration(Optional<Management> management) implements AutoCloseable {

    static Administration open(Running running) throws Failure {
        Optional<ManagementProvider> provider = ServiceLoader.load(ManagementProvider.class).findFirst();
        if (provider.isEmpty()) {
            return new Administration(Optional.empty());
        }
        try {
            return new Administration(Optional.of(provider.get().open(running)));
        } catch (IOException failure) {
            throw new Failure(ExitCode.BIND, failure.getMessage() + "; give it another place with --admin HOST:PORT, or --admin off");
        }
    }

    /** Where it is reached; empty when there is none. */
    Optional<URI> address() {
        return management.flatMap(Management::address);
    }

    @Override
    public void close() {
        management.ifPresent(Management::close);
    }
}
