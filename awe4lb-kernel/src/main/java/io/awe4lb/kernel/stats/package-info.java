/**
 * What happened? Counters are plain fields that one loop writes; whoever asks adds the loops up and may see values that are a moment old,
 * never ones that go back. Events are the few things that an operator wants to hear of; the last ones are kept.
 */
@org.jspecify.annotations.NullMarked
package io.awe4lb.kernel.stats;
