package io.awe4lb.kernel.config;

/** Where a certificate of a listener comes from. */
public sealed interface CertificateSource permits CertificateConfig, IssuedConfig {}
