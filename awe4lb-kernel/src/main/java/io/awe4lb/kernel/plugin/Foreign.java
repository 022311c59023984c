package io.awe4lb.kernel.plugin;

/** What foreign code threw, looked at with care: its own methods may throw as well. */
final class Foreign {

    /** What an operator can do about a bug of a plugin. */
    static final String ASK = "This is a fault of the plugin: take another version of it, or remove the jar.";

    private static final int LONGEST = 300;
    private static final int DEEPEST = 10;

    private Foreign() {}

    /**
     * Throws on what is not the plugin's fault and cannot be survived. A stack overflow can: the plugin's endless recursion is over.
     *
     * @param thrown by foreign code
     */
    static void rethrowIfFatal(Throwable thrown) {
        if (root(thrown) instanceof VirtualMachineError fatal && !(fatal instanceof StackOverflowError)) {
            throw fatal;
        }
    }

    /**
     * Says in one line what was thrown.
     *
     * @param thrown by foreign code
     * @return class and message of the first cause
     */
    static String describe(Throwable thrown) {
        var root = root(thrown);
        try {
            var message = root.getMessage();
            return shortened(root.getClass().getSimpleName() + (message == null ? "" : ": " + message));
        } catch (Throwable _) { // its getMessage() throws: the name has to do
            return root.getClass().getSimpleName();
        }
    }

    /**
     * The first cause.
     *
     * @param thrown by foreign code
     * @return the cause that has none, or the last one known if causes go in a circle
     */
    static Throwable root(Throwable thrown) {
        var root = thrown;
        try {
            for (int depth = 0; depth < DEEPEST && root.getCause() != null; depth++) {
                root = root.getCause();
            }
        } catch (Throwable _) { // its getCause() throws: what was found so far has to do
            return root;
        }
        return root;
    }

    /**
     * The same for the log, as an exception of ours: it calls no foreign code when it is printed and keeps no foreign class alive.
     *
     * @param thrown by foreign code
     * @return with the description and the stack of the first cause
     */
    static Exception copy(Throwable thrown) {
        var copy = new Exception(describe(thrown));
        try {
            copy.setStackTrace(root(thrown).getStackTrace());
        } catch (Throwable _) { // its getStackTrace() throws: the description has to do
            copy.setStackTrace(new StackTraceElement[0]);
        }
        return copy;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** Without line breaks and what else a terminal would obey. */
    static String oneLine(String text) {
        return text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
    }
}
