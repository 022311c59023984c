/** The issuer of type {@code acme}. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.issuer.acme;
