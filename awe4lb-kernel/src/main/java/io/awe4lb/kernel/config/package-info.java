/** What does the user want? Immutable records of the configuration, and reading, checking and describing it. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.kernel.config;
