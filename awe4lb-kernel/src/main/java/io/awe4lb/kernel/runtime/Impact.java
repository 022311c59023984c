package io.awe4lb.kernel.runtime;

/**
 * A change with what it means for the clients that are connected.
 *
 * @param change what is different
 * @param connections live ones that it touches; 0 or more
 * @param effect what happens to them, as half a sentence; empty when there are none
 */
public record Impact(Change change, int connections, String effect) {}
