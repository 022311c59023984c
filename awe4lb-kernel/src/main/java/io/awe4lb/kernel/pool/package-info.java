/**
 * Who can serve? Pools, their backends, and what is known of them. Everything that changes is changed on the control thread; event loops
 * read one immutable {@link io.awe4lb.kernel.pool.Members} behind one reference. Discovery, checks and name look-ups wait on virtual
 * threads and hand their answers to the control thread.
 */
@org.jspecify.annotations.NullMarked
package io.awe4lb.kernel.pool;
