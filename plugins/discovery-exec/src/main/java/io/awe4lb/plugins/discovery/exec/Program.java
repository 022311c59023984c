package io.awe4lb.plugins.discovery.exec;

import io.awe4lb.spi.DiscoveryException;
import io.awe4lb.spi.Secret;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A program as it is started: without a shell, without input, and with nothing of awe4lb's environment but {@code PATH}.
 *
 * @param command program and arguments
 * @param directory where it runs; empty: where awe4lb was started
 * @param environment besides PATH
 * @param maxOutput bytes that it may write
 */
record Program(List<String> command, Optional<String> directory, Map<String, Secret> environment, long maxOutput) {

    private static final String PATH = "PATH";
    /** Kept of what it complains, from the end: the last words say why. */
    private static final int MAX_COMPLAINT = 300;
    /** Read of what it complains; what is more is dropped. */
    private static final int MAX_COMPLAINTS = 64 << 10;

    /** What is shorter hides nothing, and stands in many words. */
    private static final int SHORTEST_SECRET = 4;

    private static final Pattern SYSTEMS_REASON = Pattern.compile("error: [0-9]+ \\(([^)]+)\\)");

    String name() {
        return command.getFirst();
    }

    /** Something that the program has written, for people: without the values that it was given, which nobody is shown. */
    String hide(String text) {
        String hidden = text;
        List<String> values = environment.values().stream().map(Secret::value).filter(value -> value.length() >= SHORTEST_SECRET)
                .sorted(Comparator.comparing(String::length).reversed()).toList(); // one may be a part of another
        for (String value : values) {
            hidden = hidden.replace(value, Secret.MASK);
        }
        return hidden;
    }

    /**
     * Runs it to its end. When interrupted, it is killed with everything that it has started.
     *
     * @return what it wrote
     * @throws DiscoveryException if it cannot be started, fails, or writes too much or no text
     */
    String run() throws DiscoveryException, InterruptedException {
        var family = new Family();
        Process process = start(family);
        Runnable takeBack = family.endWithUs(process);
        boolean ended = false;
        try {
            Drain output = Drain.begin(process.getInputStream(), maxOutput, () -> family.kill(process));
            Drain complaints = Drain.begin(process.getErrorStream(), MAX_COMPLAINTS, () -> {});
            int exitCode = process.waitFor();
            byte[] written = output.await();
            byte[] complained = complaints.await();
            ended = true;
            return output.isOverfull() ? refuseLength() : text(exitCode, written, complained);
        } finally {
            if (!ended) {
                family.kill(process);
            }
            takeBack.run();
        }
    }

    private String refuseLength() throws DiscoveryException {
        throw new DiscoveryException("%s writes more than %d bytes and was killed: let it write less, or raise maxOutput"
                .formatted(name(), maxOutput));
    }

    private String text(int exitCode, byte[] written, byte[] complained) throws DiscoveryException {
        if (exitCode != 0) {
            throw new DiscoveryException("%s ends with exit code %d%s".formatted(name(), exitCode, said(complained)));
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(written)).toString();
        } catch (CharacterCodingException failure) {
            throw new DiscoveryException("what %s writes is no text in UTF-8".formatted(name()), failure);
        }
    }

    private String said(byte[] complained) {
        String text = hide(new String(complained, StandardCharsets.UTF_8)).strip().replaceAll("\\p{Cntrl}+", " ");
        if (text.isEmpty()) {
            return " and says nothing on stderr: run it by hand to see why";
        }
        return " and says: " + (text.length() > MAX_COMPLAINT ? "…" + text.substring(text.length() - MAX_COMPLAINT) : text);
    }

    private Process start(Family family) throws DiscoveryException {
        var builder = new ProcessBuilder(command);
        directory.ifPresent(path -> builder.directory(new File(path)));
        String path = builder.environment().get(PATH);
        builder.environment().clear();
        if (path != null) {
            builder.environment().put(PATH, path);
        }
        environment.forEach((name, value) -> builder.environment().put(name, value.value()));
        family.sign(builder.environment());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException failure) {
            throw new DiscoveryException(
                    "%s cannot be started%s: %s".formatted(name(), directory.map(" in "::concat).orElse(""), reason(failure)), failure);
        }
    }

    /** The JDK says {@code Cannot run program "x": Exec failed, error: 2 (No such file or directory) }, or ends with it. */
    private static String reason(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        var said = SYSTEMS_REASON.matcher(message);
        return said.find() ? said.group(1) : message;
    }
}
