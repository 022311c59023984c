package io.awe4lb.plugins.health.postgres;

import io.awe4lb.spi.Secret;
import java.util.Optional;

/** Who asks, and where. */
record Login(String user, Optional<Secret> password, String database) {}
