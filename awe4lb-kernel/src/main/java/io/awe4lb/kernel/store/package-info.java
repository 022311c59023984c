/**
 * What outlives the process? Revisions of the configuration and what was changed while it ran, in files that are never half-written and
 * that people can read.
 */
@org.jspecify.annotations.NullMarked
package io.awe4lb.kernel.store;
