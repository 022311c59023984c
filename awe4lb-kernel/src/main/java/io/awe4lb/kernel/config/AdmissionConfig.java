package io.awe4lb.kernel.config;

import java.util.List;

/**
 * Who may come in by a listener.
 *
 * @param access rules, the first that means a client decides
 */
public record AdmissionConfig(List<AccessRule> access) {

    /** Everybody. */
    public static final AdmissionConfig OPEN = new AdmissionConfig(List.of());
}
