package io.awe4lb.spi;

/** What one probe of a backend found. */
public sealed interface CheckResult {

    /**
     * What was found, as a sentence for the operator.
     *
     * @return for example {@code connected in 2 ms}
     */
    String detail();

    /**
     * The backend serves.
     *
     * @param detail a sentence
     */
    record Passed(String detail) implements CheckResult {}

    /**
     * The backend does not serve.
     *
     * @param code lower-case word with underscores, for example {@code connect_refused}
     * @param detail a sentence
     */
    record Failed(String code, String detail) implements CheckResult {}

    /**
     * The check itself failed and says nothing about the backend, for example because this process has no file descriptor left: a backend
     * that served goes on serving, its health is shown as {@code unknown}.
     *
     * @param detail a sentence
     */
    record Inconclusive(String detail) implements CheckResult {}
}
