package io.awe4lb.plugins.discovery.exec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A program and everything that it starts. The system forgets whose child a process was as soon as its parent ends, but a child has its
 * parent's environment: a variable of one run marks them all, and Linux shows the environment of a process in {@code /proc}.
 */
final class Family {

    private static final String VARIABLE = "AWE4LB_DISCOVERY_RUN";
    private static final Path PROCESSES = Path.of("/proc");

    private final String mark = UUID.randomUUID().toString();

    /** Marks whoever is started with this environment. */
    void sign(Map<String, String> environment) {
        environment.put(VARIABLE, mark);
    }

    /**
     * Has all of them killed also if this process ends while they run. Nobody waits for a virtual thread then.
     *
     * @return to be taken back when the program has ended
     */
    Runnable endWithUs(Process process) {
        Thread lastWish = Thread.ofPlatform().unstarted(() -> kill(process));
        try {
            Runtime.getRuntime().addShutdownHook(lastWish);
        } catch (IllegalStateException _) { // it ends already
            kill(process);
        }
        return () -> {
            try {
                Runtime.getRuntime().removeShutdownHook(lastWish);
            } catch (IllegalStateException _) { // it ends now, and the wish comes true
                kill(process);
            }
        };
    }

    /** Kills all of them at once. */
    void kill(Process process) {
        List<ProcessHandle> children = process.descendants().toList(); // before their parent ends
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        ProcessHandle.allProcesses().filter(this::isMarked).forEach(ProcessHandle::destroyForcibly);
    }

    /** Of processes of other users, of those that have ended meanwhile, and on other systems nothing can be read: they are not ours. */
    private boolean isMarked(ProcessHandle process) {
        Path environment = PROCESSES.resolve(Long.toString(process.pid())).resolve("environ");
        try {
            return new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1).contains(VARIABLE + "=" + mark);
        } catch (IOException _) {
            return false;
        }
    }
}
