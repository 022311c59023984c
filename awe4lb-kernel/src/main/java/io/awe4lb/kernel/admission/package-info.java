/** May it come in? Access rules and limits of a listener, whatever the protocol; no socket in sight. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.kernel.admission;
