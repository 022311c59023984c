package io.awe4lb.kernel.pool;

import io.awe4lb.plugins.strategies.FirstProvider;
import io.awe4lb.plugins.strategies.LeastBandwidthProvider;
import io.awe4lb.plugins.strategies.LeastConnectionsProvider;
import io.awe4lb.plugins.strategies.MaglevProvider;
import io.awe4lb.plugins.strategies.RandomProvider;
import io.awe4lb.plugins.strategies.RoundRobinProvider;
import io.awe4lb.plugins.strategies.StickyProvider;
import io.awe4lb.plugins.strategies.TwoChoicesProvider;
import io.awe4lb.plugins.strategies.WeightProvider;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Backends, strategies and clients that the benchmarks of this package share. */
final class BenchmarkPool {

    private static final Health UP = new Health(Health.Status.UP, true, "check_passed", "connected", Instant.EPOCH);
    private static final int CLIENTS = 1024;

    private BenchmarkPool() {}

    /** Weights from 1 to 5, one priority, no limit, and from 0 to 12 connections each: nothing that a strategy could take a short cut for. */
    static List<PoolBackend> backends(int count) {
        List<PoolBackend> backends = IntStream.range(0, count).mapToObj(BenchmarkPool::backend).toList();
        for (int i = 0; i < count; i++) {
            for (int connection = 0; connection < i * 7 % 13; connection++) {
                backends.get(i).lease();
            }
        }
        return backends;
    }

    static Strategy strategy(String type) {
        return Stream
                .<StrategyProvider>of(new WeightProvider(), new RandomProvider(), new RoundRobinProvider(), new StickyProvider(),
                        new MaglevProvider(),
                        new LeastConnectionsProvider(), new LeastBandwidthProvider(), new TwoChoicesProvider(), new FirstProvider())
                .filter(provider -> provider.type().equals(type))
                .findFirst()
                .orElseThrow()
                .create(Options.defaults());
    }

    /** A power of two of them. */
    static Client[] clients() {
        return IntStream.range(0, CLIENTS).mapToObj(i -> Client.of(address(192, i), 40_000 + i)).toArray(Client[]::new);
    }

    private static PoolBackend backend(int index) {
        InetAddress address = address(10, index);
        Address.Inet serves = new Address.Inet(address.getHostAddress(), 80);
        BackendSpec spec = new BackendSpec(serves.toString(), serves, 1 + index % 5, BackendSpec.DEFAULT_PRIORITY, 0);
        // without a pool: only a failed connect would ask it
        return new PoolBackend(null, spec, UP, List.of(new InetSocketAddress(address, 80)), 1);
    }

    private static InetAddress address(int first, int index) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) first, 0, (byte) (index >> 8), (byte) index});
        } catch (UnknownHostException impossible) {
            throw new AssertionError("4 bytes are always an address", impossible);
        }
    }
}
