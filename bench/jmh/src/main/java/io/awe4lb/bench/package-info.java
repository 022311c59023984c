/** Runs the microbenchmarks, which stand in the packages that they measure, and holds each to what it promises to allocate. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.bench;
