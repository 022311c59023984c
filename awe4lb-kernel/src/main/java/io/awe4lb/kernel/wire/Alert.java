package io.awe4lb.kernel.wire;

/** Alerts that end a connection before anything was agreed (RFC 8446, section 6). */
public enum Alert {
    /** What came cannot be read. */
    DECODE_ERROR(50),
    /** Nobody here serves that name (RFC 6066). */
    UNRECOGNIZED_NAME(112),
    /** Nobody here speaks any of those protocols (RFC 7301). */
    NO_APPLICATION_PROTOCOL(120);

    private static final byte FATAL = 2;

    private final int description;

    Alert(int description) {
        this.description = description;
    }

    /**
     * The record that says so.
     *
     * @return in the version that every client reads, a copy
     */
    public byte[] record() {
        return new byte[] {21, 3, 1, 0, 2, FATAL, (byte) description};
    }
}
