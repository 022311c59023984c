package io.awe4lb.admin.http;

/** Ends a request with a problem. Not a bug, so without a stack. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /**
     * What the client is told.
     *
     * @return the document and its headers
     */
    public Problem problem() {
        return problem;
    }
}
