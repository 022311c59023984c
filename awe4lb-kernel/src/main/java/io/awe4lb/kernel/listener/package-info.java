/** May it come in, and where does it go? What a listener is to the event loops, whatever the protocol. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.kernel.listener;
