package io.awe4lb.kernel.config;

import java.util.List;

/**
 * Who may come in by a listener.
 *
 * @param access rules, the first that means a client decides
 * @param priority from 0 to 100; the lower, the sooner its new clients are turned away when the process is short of something
 */
public record AdmissionConfig(List<AccessRule> access, int priority) {

    /** Of a listener that says nothing of it. */
    public static final int USUAL_PRIORITY = 50;

    /** Everybody. */
    public static final AdmissionConfig OPEN = new AdmissionConfig(List.of());

    /**
     * With the usual priority.
     *
     * @param access rules, the first that means a client decides
     */
    public AdmissionConfig(List<AccessRule> access) {
        this(access, USUAL_PRIORITY);
    }
}
