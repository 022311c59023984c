package io.awe4lb.kernel.net;

/** The two descriptors of a pipe. */
final class LinuxPipe extends Pipe {

    private final Pipes pipes;
    final int readEnd;
    final int writeEnd;

    LinuxPipe(Pipes pipes, int readEnd, int writeEnd) {
        this.pipes = pipes;
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
    }

    @Override
    public void giveBack() {
        pipes.giveBack(this);
    }
}
