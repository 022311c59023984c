package io.awe4lb.kernel.pool;

/** A slot of a backend, taken for one connection from the choice until its end. Only {@link #close()} gives it back. */
public final class Lease implements AutoCloseable {

    private final PoolBackend backend;
    private boolean closed;

    Lease(PoolBackend backend) {
        this.backend = backend;
    }

    /**
     * Whose slot it is.
     *
     * @return the chosen backend
     */
    public PoolBackend backend() {
        return backend;
    }

    /** Gives the slot back. Idempotent; on the thread that took it. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            backend.release();
        }
    }
}
