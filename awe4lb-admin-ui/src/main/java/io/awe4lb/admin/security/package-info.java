/** Who asks, and may they? Tokens, sessions, roles, and what a browser's page of another origin is kept from. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.admin.security;
