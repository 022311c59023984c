package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * A socket that changes what goes through another one, for example by TLS, or when. What it does not change about writing is as of the other
 * one. Belongs to the other one's loop; not thread safe.
 */
public abstract non-sealed class LayeredSocket implements Socket {

    private final Socket under;

    /**
     * Above a socket.
     *
     * @param under nobody else's from now on
     */
    protected LayeredSocket(Socket under) {
        this.under = under;
    }

    /**
     * What it is above of.
     *
     * @return for its whole life
     */
    protected final Socket under() {
        return under;
    }

    @Override
    public final long fill(Pipe pipe) {
        throw new UnsupportedOperationException("what goes through it changes");
    }

    @Override
    public final long drain(Pipe pipe) {
        throw new UnsupportedOperationException("what goes through it changes");
    }

    @Override
    public final boolean canSplice() {
        return false;
    }

    @Override
    public int write(NativeBuffer source) throws IOException {
        return under.write(source);
    }

    @Override
    public boolean hasUnsent() {
        return under.hasUnsent();
    }

    @Override
    public void wantWrite(boolean on) {
        under.wantWrite(on);
    }

    @Override
    public void shutdownOutput() throws IOException {
        under.shutdownOutput();
    }

    @Override
    public void cutOutput() throws IOException {
        under.cutOutput();
    }

    @Override
    public final boolean isConnected() {
        return under.isConnected();
    }

    @Override
    public final SocketAddress remoteAddress() {
        return under.remoteAddress();
    }

    @Override
    public final SocketAddress localAddress() throws IOException {
        return under.localAddress();
    }

    @Override
    public final Optional<TcpInfo> tcpInfo() {
        return under.tcpInfo();
    }

    @Override
    public final OpenDescriptor detach() throws IOException {
        throw new IOException("a socket above another one cannot be handed over: what it knows stays here");
    }
}
