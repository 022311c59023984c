/** The bundled strategies. */
module io.awe4lb.plugins.strategies {
    requires static org.jspecify;
    requires io.awe4lb.spi;

    provides io.awe4lb.spi.Provider with
            io.awe4lb.plugins.strategies.WeightProvider,
            io.awe4lb.plugins.strategies.RandomProvider,
            io.awe4lb.plugins.strategies.RoundRobinProvider,
            io.awe4lb.plugins.strategies.StickyProvider,
            io.awe4lb.plugins.strategies.LeastConnectionsProvider,
            io.awe4lb.plugins.strategies.LeastBandwidthProvider,
            io.awe4lb.plugins.strategies.TwoChoicesProvider,
            io.awe4lb.plugins.strategies.FirstProvider,
            io.awe4lb.plugins.strategies.MaglevProvider;
}
