/** How does a configuration come alive? The {@link io.awe4lb.kernel.runtime.Balancer} and what it needs to start and stop. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.kernel.runtime;
