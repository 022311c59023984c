package io.awe4lb.kernel.config;

import java.util.List;

/**
 * A certificate that somebody gives and renews.
 *
 * @param issuer who gives it
 * @param names of servers that it is for, one or more, in lower case and letters of ASCII
 */
public record IssuedConfig(IssuerConfig issuer, List<String> names) implements CertificateSource {}
