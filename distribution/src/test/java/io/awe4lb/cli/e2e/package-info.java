/** The unpacked distribution as a process, before real clients and backends. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.cli.e2e;
