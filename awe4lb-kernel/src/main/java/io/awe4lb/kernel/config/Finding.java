package io.awe4lb.kernel.config;

/**
 * One thing that is wrong or doubtful in a configuration.
 *
 * @param severity whether it is refused for it
 * @param position where it was written
 * @param pointer JSON Pointer (RFC 6901) into the merged configuration; empty for the whole
 * @param code a word in kebab-case that stays the same when the message changes; docs/configuration.md lists all
 * @param message a sentence that says what to do, without the pointer
 */
public record Finding(Severity severity, Position position, String pointer, String code, String message) {

    /** {@code file:line:column: error code: pointer: message}, always one line whatever the user wrote. */
    @Override
    public String toString() {
        String subject = pointer.isEmpty() ? "" : pointer + ": ";
        return Quoted.oneLine(position + ": " + severity.word() + " " + code + ": " + subject + message);
    }
}
