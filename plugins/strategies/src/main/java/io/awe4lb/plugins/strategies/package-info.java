/**
 * The bundled strategies. Each is a provider and what it makes; {@link io.awe4lb.plugins.strategies.Tier} is the rule that they share: the
 * lowest priority serves, and weight 0 gets nothing beside others.
 */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.strategies;
