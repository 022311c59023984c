/** The commands before a server that answers as openapi.yaml says, or does not. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.cli.client;
