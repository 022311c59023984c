/**
 * How do records of connections reach a file, standard output or a syslog server? Event loops put them into rings, one a loop and target; a
 * thread a target makes lines of them and writes. A loop never waits: what finds no room is dropped and counted.
 */
@org.jspecify.annotations.NullMarked
package io.awe4lb.kernel.accesslog;
