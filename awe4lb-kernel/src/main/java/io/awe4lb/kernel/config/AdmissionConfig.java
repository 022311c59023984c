package io.awe4lb.kernel.config;

import java.util.List;

/**
 * Who may come in by a listener, and how much.
 *
 * @param access rules, the first that means a client decides
 * @param limits of those who may
 * @param priority from 0 to {@value #HIGHEST_PRIORITY}; the lower, the sooner its new clients are turned away when the process is short of something
 */
public record AdmissionConfig(List<AccessRule> access, LimitsConfig limits, int priority) {

    /** Of a listener that says nothing of it. */
    public static final int USUAL_PRIORITY = 50;

    /** Of all priorities. */
    public static final int HIGHEST_PRIORITY = 100;

    /** Everybody, and as much as they like. */
    public static final AdmissionConfig OPEN = new AdmissionConfig(List.of(), LimitsConfig.NONE);

    /**
     * With the usual priority.
     *
     * @param access rules, the first that means a client decides
     * @param limits of those who may
     */
    public AdmissionConfig(List<AccessRule> access, LimitsConfig limits) {
        this(access, limits, USUAL_PRIORITY);
    }
}
