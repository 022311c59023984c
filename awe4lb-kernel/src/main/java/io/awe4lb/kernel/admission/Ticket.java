package io.awe4lb.kernel.admission;

import io.awe4lb.spi.EndReason;
import org.jspecify.annotations.Nullable;

/** The answer to a client that wants to come in, and what it has taken of a listener's limits until it goes. On the client's loop. */
public final class Ticket implements AutoCloseable {

    /** Nothing is taken. */
    public static final Ticket FREE = new Ticket(null, null);

    private static final Ticket DENIED = new Ticket(EndReason.DENIED, null);
    private static final Ticket LIMIT = new Ticket(EndReason.LIMIT, null);
    private static final Ticket RATE_LIMITED = new Ticket(EndReason.RATE_LIMITED, null);

    private final @Nullable EndReason refusal;
    private final @Nullable Tallies tallies;
    private @Nullable EndReason excess;
    private boolean hasPlace;
    private @Nullable Source source;

    private Ticket(@Nullable EndReason refusal, @Nullable Tallies tallies) {
        this.refusal = refusal;
        this.tallies = tallies;
    }

    static Ticket of(Tallies tallies) {
        return new Ticket(null, tallies);
    }

    static Ticket refused(EndReason reason) {
        return switch (reason) {
            case DENIED -> DENIED;
            case LIMIT -> LIMIT;
            case RATE_LIMITED -> RATE_LIMITED;
            default -> throw new IllegalArgumentException(reason + " is no reason to refuse somebody");
        };
    }

    /**
     * Why the client may not come in.
     *
     * @return null: it may
     */
    public @Nullable EndReason refusal() {
        return refusal;
    }

    /**
     * Why it could not have come in, were the limits more than counted.
     *
     * @return null nearly always
     */
    public @Nullable EndReason excess() {
        return excess;
    }

    void exceeds(EndReason reason) {
        excess = reason;
    }

    void hasPlace() {
        hasPlace = true;
    }

    void isOf(Source own) {
        source = own;
    }

    /** Gives back what was taken. Idempotent. */
    @Override
    public void close() {
        Tallies of = tallies;
        if (of == null) {
            return;
        }
        if (hasPlace) {
            hasPlace = false;
            of.places().giveBack();
        }
        Source own = source;
        if (own != null) {
            source = null;
            of.sources().giveBack(own);
        }
    }
}
