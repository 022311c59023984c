package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One platform thread with one poller, a timer wheel and buffers. Everything attached to it is touched by its thread alone.
 *
 * <p>A round: handle what is ready, fire timers, run the tasks that were handed over, sleep until something is ready or a timer is due. The
 * clock is read twice a round, before and after the sleep: how long rounds take is known for nothing.
 * {@link #execute} is the only method for other threads, besides {@link #start()}, {@link #close()}, {@link #lent()} and {@link #load()}.
 */
public abstract sealed class EventLoop implements Executor, AutoCloseable permits NioEventLoop, LinuxEventLoop {

    /** Bytes of the loop's own buffer: the most that is read at once. */
    public static final int BUFFER_SIZE = 64 * 1024;

    /** Tasks run a round, so that a flood of them cannot starve the sockets. */
    private static final int TASKS_PER_ROUND = 256;

    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** True from a wake-up until the loop has seen it: one system call for many tasks. */
    private final AtomicBoolean awake = new AtomicBoolean();
    private final Thread thread;
    private final Thread.UncaughtExceptionHandler bugs;
    private final NativeBuffer buffer = new NativeBuffer(ByteBuffer.allocateDirect(BUFFER_SIZE));
    private final BufferPool buffers = new BufferPool();
    /** Made where TLS is spoken. */
    private @Nullable NativeBuffer recordsIn;

    private @Nullable NativeBuffer recordsOut;
    private volatile boolean closing;
    private final LongSupplier clock;
    private long now;
    private int round;
    private final TimerWheel timers;
    private final Rounds rounds;
    private final SpareDescriptors spare;

    /** @param clock as {@link System#nanoTime()} @param spare what traffic leaves to everything else */
    EventLoop(String name, Thread.UncaughtExceptionHandler bugs, LongSupplier clock, SpareDescriptors spare) {
        this.clock = clock;
        this.spare = spare;
        this.now = clock.getAsLong();
        this.timers = new TimerWheel(now);
        this.rounds = new Rounds(now);
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
        this.bugs = bugs;
    }

    /** Starts the thread. Once. */
    public void start() {
        thread.start();
    }

    /**
     * Runs a task on the loop, in the order of the calls. Any thread.
     *
     * @param task must not block
     * @throws RejectedExecutionException if the loop was closed
     */
    @Override
    public void execute(Runnable task) {
        if (closing) {
            throw new RejectedExecutionException(thread.getName() + " is closed");
        }
        tasks.add(task);
        if (Thread.currentThread() != thread && awake.compareAndSet(false, true)) {
            wakeUp();
        }
    }

    /** Ends the loop after the tasks handed over so far, and waits for its thread. What is still attached is closed. Not on the loop. */
    @Override
    public void close() {
        if (closing) {
            return;
        }
        execute(() -> closing = true);
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The loop's clock, read at each wake-up. On the loop.
     *
     * @return a recent reading of {@link System#nanoTime()}
     */
    public long now() {
        return now;
    }

    /**
     * The loop's timers. On the loop.
     *
     * @return the wheel
     */
    public TimerWheel timers() {
        return timers;
    }

    /**
     * The loop's own buffer, for the length of one handler call. On the loop.
     *
     * @return empty, direct, {@value #BUFFER_SIZE} bytes
     */
    public NativeBuffer buffer() {
        buffer.bytes().clear();
        return buffer;
    }

    /**
     * A buffer of the loop for records of TLS that come, for the length of one call. On the loop.
     *
     * @return direct, {@value #BUFFER_SIZE} bytes, as it was left
     */
    public NativeBuffer recordsIn() {
        NativeBuffer known = recordsIn;
        if (known == null) {
            known = new NativeBuffer(ByteBuffer.allocateDirect(BUFFER_SIZE));
            recordsIn = known;
        }
        return known;
    }

    /**
     * A buffer of the loop for records of TLS that go, for the length of one call. On the loop.
     *
     * @return direct, {@value #BUFFER_SIZE} bytes, as it was left
     */
    public NativeBuffer recordsOut() {
        NativeBuffer known = recordsOut;
        if (known == null) {
            known = new NativeBuffer(ByteBuffer.allocateDirect(BUFFER_SIZE));
            recordsOut = known;
        }
        return known;
    }

    /**
     * Buffers to keep what a peer would not take yet. On the loop.
     *
     * @return the pool
     */
    public BufferPool buffers() {
        return buffers;
    }

    /**
     * Begins to accept. On the loop.
     *
     * @param socket bound by the same transport, not accepting elsewhere
     * @param handler takes the connections
     * @throws IOException if the poller does not take it
     */
    public abstract void accept(ListeningSocket socket, AcceptHandler handler) throws IOException;

    /**
     * Makes an accepted socket one of this loop. On the loop.
     *
     * @param socket not attached yet
     * @param handler hears of it once something is wanted
     * @throws IOException if the poller does not take it; the socket is still the caller's to close
     */
    public abstract void attach(Socket socket, SocketHandler handler) throws IOException;

    /**
     * Begins to connect. On the loop.
     *
     * @param address resolved
     * @param options checked by the transport; a Unix socket has none of them
     * @param handler hears how it went, unless the socket is connected at once
     * @return a socket of this loop
     * @throws ExhaustedException if the system gives no socket: not the peer's fault
     * @throws NoPortException if it gives no port towards this address: not the peer's fault either
     * @throws OtherFamilyException if the source cannot be that of a connection to this address
     * @throws IOException if the peer refused at once, or the system an option or a source address, naming it
     */
    public abstract Socket connect(SocketAddress address, ConnectOptions options, SocketHandler handler) throws IOException;

    /**
     * Begins to take datagrams. On the loop.
     *
     * @param server bound by the same transport, not served elsewhere
     * @param handler takes them
     * @throws IOException if the poller does not take it
     */
    public abstract void serve(DatagramServer server, DatagramServerHandler handler) throws IOException;

    /**
     * Opens a socket of datagrams to one peer. On the loop.
     *
     * @param address resolved
     * @param source where to send from
     * @param options of the socket
     * @param handler hears of it
     * @return a socket of this loop
     * @throws ExhaustedException if the system gives no socket or no port: not the peer's fault
     * @throws OtherFamilyException as {@link #connect}
     * @throws IOException if there is no way to the peer, it cannot take datagrams, or the system refuses an option or a source address
     */
    public abstract DatagramSocket openDatagrams(SocketAddress address, Source source, DatagramOptions options,
            DatagramHandler handler) throws IOException;

    final SpareDescriptors spare() {
        return spare;
    }

    /** One more for a client. */
    final void requireSpare() throws ExhaustedException {
        if (!spare.take(1)) {
            throw spare.exhausted();
        }
    }

    static IOException noDatagrams(SocketAddress address) {
        return new IOException("the Unix socket " + address + " cannot take datagrams of UDP");
    }

    /**
     * Lends a pipe for bulk. On the loop.
     *
     * @return an empty pipe; null when this transport has none, or the system gives none now: copy then
     */
    public @Nullable Pipe openPipe() {
        return null;
    }

    /**
     * How many buffers and pipes hold bytes that a peer would not take. Any thread, a moment old.
     *
     * @return zero when no peer is behind
     */
    public int lent() {
        return buffers.lent();
    }

    /**
     * How busy it is. Any thread, also when the loop hangs.
     *
     * @return as of this moment
     */
    public Load load() {
        return rounds.read(clock);
    }

    /** Interrupts {@link #await}. Any thread. */
    abstract void wakeUp();

    /**
     * Sleeps until something is ready, calls {@link #woken()}, and handles it.
     *
     * @param nanos at most; 0 not to sleep, {@link Long#MAX_VALUE} for no limit
     */
    abstract void await(long nanos) throws IOException;

    /** Closes the poller and what is attached. */
    abstract void closePoller();

    /** Counts wake-ups; starts again when it is full. On the loop. */
    final int round() {
        return round;
    }

    /** A round begins. */
    final void woken() {
        round++;
        now = clock.getAsLong();
        rounds.begin(now);
    }

    private void run() {
        while (!closing) {
            try {
                await(tasks.isEmpty() ? timers.nanosToNext(now) : 0);
                timers.advance(now);
            } catch (Throwable bug) {
                report(bug);
            }
            runTasks();
            now = clock.getAsLong();
            rounds.end(now);
        }
        closePoller();
        buffers.close();
    }

    private void runTasks() {
        awake.set(false);
        for (int i = 0; i < TASKS_PER_ROUND; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (Throwable bug) {
                report(bug);
            }
        }
    }

    private void report(Throwable bug) {
        bugs.uncaughtException(thread, bug);
    }
}
