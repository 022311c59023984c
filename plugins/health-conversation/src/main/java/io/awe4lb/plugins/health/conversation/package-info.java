/** What the health checks that talk to a backend have in common. It is no module of its own: its classes are inside each plugin's jar. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.health.conversation;
