package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

/** Makes {@link Maglev}. */
public final class MaglevProvider implements StrategyProvider {

    /** The sizes are those of the paper: 65 537 and 655 373. */
    static final Option<Integer> TABLE_SIZE = Option.number("tableSize", 65_537, 251, 655_373,
            "Places of the table, a prime number: at least 100 times as many as backends.");

    private static final int CERTAINTY = 50;

    @Override
    public String type() {
        return "maglev";
    }

    @Override
    public String description() {
        return "The same client to the same backend, looked up in a table that is computed and not remembered.";
    }

    @Override
    public List<Option<?>> options() {
        return Stream.concat(HashOptions.ALL.stream(), Stream.of(TABLE_SIZE)).toList();
    }

    @Override
    public Strategy create(Options options) {
        BigInteger size = BigInteger.valueOf(options.get(TABLE_SIZE));
        if (!size.isProbablePrime(CERTAINTY)) {
            throw new IllegalArgumentException(
                    "tableSize %s is not a prime number: the next one is %s".formatted(size, size.nextProbablePrime()));
        }
        return new Maglev(HashOptions.key(options), HashOptions.bound(options), size.intValueExact());
    }
}
