package io.awe4lb.kernel.config;

import java.util.List;
import java.util.stream.Collectors;

/** The text is not a document that awe4lb reads. */
public final class InvalidTextException extends EditException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /**
     * A text with these mistakes.
     *
     * @param findings one or more, by position
     */
    public InvalidTextException(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(findings);
    }

    /**
     * What is wrong with it.
     *
     * @return by position
     */
    public List<Finding> findings() {
        return findings;
    }
}
