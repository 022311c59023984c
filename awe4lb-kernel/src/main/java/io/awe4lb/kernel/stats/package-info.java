/**
 * What happened? Counters are plain fields that one loop writes; whoever asks adds the loops up and may see values that are a moment old,
 * never ones that go back.
 */
@org.jspecify.annotations.NullMarked
package io.awe4lb.kernel.stats;
