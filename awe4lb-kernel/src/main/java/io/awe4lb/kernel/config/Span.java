package io.awe4lb.kernel.config;

/**
 * A piece of a text.
 *
 * @param start offset of its first character
 * @param end offset after its last character
 */
record Span(int start, int end) {}
