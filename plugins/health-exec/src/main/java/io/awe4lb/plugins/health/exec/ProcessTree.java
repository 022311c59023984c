package io.awe4lb.plugins.health.exec;

import java.util.LinkedHashSet;
import java.util.Set;

/** A program with all that it has started. */
final class ProcessTree {

    /** What is started while the rest is killed is found by looking again. */
    private static final int MOST_LOOKS = 10;

    private final Process process;

    ProcessTree(Process process) {
        this.process = process;
    }

    /**
     * Kills it with the signal that nobody can refuse, parents first so that they cannot start anything more. A process whose parent has ended
     * belongs to nobody and is not found: a program that leaves something running in the background has to answer for it.
     */
    void kill() {
        Set<ProcessHandle> known = new LinkedHashSet<>();
        known.add(process.toHandle());
        for (int look = 0, before = 0; look < MOST_LOOKS && known.size() > before; look++) {
            before = known.size();
            for (ProcessHandle handle : Set.copyOf(known)) {
                handle.descendants().forEach(known::add);
            }
            known.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
