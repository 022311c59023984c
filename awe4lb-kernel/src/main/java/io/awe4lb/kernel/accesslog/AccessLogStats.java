package io.awe4lb.kernel.accesslog;

/**
 * What became of the lines of one target since it is written to.
 *
 * @param target as in the configuration: {@code stdout}, the path of a file, {@code syslog udp host:port}
 * @param written lines that the target has taken; over UDP, that were sent
 * @param dropped records for which there was no room, or no line could be made of, or that were left when it stopped
 */
public record AccessLogStats(String target, long written, long dropped) {}
