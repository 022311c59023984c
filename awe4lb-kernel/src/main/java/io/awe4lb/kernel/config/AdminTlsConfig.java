package io.awe4lb.kernel.config;

import java.nio.file.Path;

/**
 * TLS of the admin server. The files are not looked at when the configuration is read.
 *
 * @param cert PEM, the server's certificate first, then those above it
 * @param key PEM, the private key of the first certificate
 */
public record AdminTlsConfig(Path cert, Path key) {}
