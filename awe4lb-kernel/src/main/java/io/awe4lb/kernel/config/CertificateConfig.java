package io.awe4lb.kernel.config;

import io.awe4lb.spi.Secret;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A certificate and its key. The files are not looked at when the configuration is read.
 *
 * @param cert PEM, the certificate first, then those above it
 * @param key PEM, the private key of the first certificate
 * @param password of the key; empty if it has none
 */
public record CertificateConfig(Path cert, Path key, Optional<Secret> password) implements CertificateSource {}
