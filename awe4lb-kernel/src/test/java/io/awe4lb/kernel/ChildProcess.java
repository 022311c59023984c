package io.awe4lb.kernel;

import io.awe4lb.kernel.stats.AdminState;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Another JVM that runs a class of the tests: one that can be killed, or limited by the system. Closing kills it. */
public final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private ChildProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts one.
     *
     * @param main its main class
     * @param libraries a class of each jar that it needs besides the kernel
     * @param arguments of main
     */
    public static ChildProcess start(Class<?> main, List<Class<?>> libraries, String... arguments) throws IOException {
        return new ChildProcess(builder(List.of(), main, libraries, arguments).start());
    }

    /** Starts one that cannot write files that are larger than so many kilobytes: for it, the disk is full. */
    public static ChildProcess startWithFilesUpTo(int kilobytes, Class<?> main, List<Class<?>> libraries, String... arguments)
            throws IOException {
        List<String> limited = List.of("bash", "-c", "ulimit -f " + kilobytes + "; exec \"$@\"", "limited");
        return new ChildProcess(builder(limited, main, libraries, arguments).start());
    }

    private static ProcessBuilder builder(List<String> before, Class<?> main, List<Class<?>> libraries, String... arguments) {
        List<String> command = new ArrayList<>(before);
        String classPath = Stream.concat(Stream.of(main, AdminState.class), libraries.stream()).map(ChildProcess::location).distinct()
                .collect(Collectors.joining(File.pathSeparator));
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1",
                        "-Xmx128m", "-Dslf4j.internal.verbosity=ERROR", "-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    private static String location(Class<?> type) {
        return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
    }

    public long pid() {
        return process.pid();
    }

    /** The next line that it prints; null at its end. */
    public String line() throws IOException {
        return output.readLine();
    }

    /** SIGKILL, at once; returns when it is gone. What it printed can still be read, which {@link Process#destroyForcibly} would forbid. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** Kills it, if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
