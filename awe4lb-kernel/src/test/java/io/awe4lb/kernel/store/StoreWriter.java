package io.awe4lb.kernel.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.kernel.stats.AdminStatus;
import io.awe4lb.kernel.stats.WeightOverride;
import io.awe4lb.kernel.store.Revisions.Draft;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes revisions and overrides for as long as it is let, and says after each what is on the disk. Killed by its test. */
final class StoreWriter {

    /** What it needs besides the kernel. */
    static final List<Class<?>> LIBRARIES =
            List.of(JsonNode.class, JsonFactory.class, JsonProperty.class, org.slf4j.Logger.class, org.slf4j.helpers.NOPLogger.class);
    static final BackendKey BACKEND = new BackendKey("web", "a");

    private StoreWriter() {}

    /** The text of a revision, of a length that differs from its neighbours'. */
    static String text(long number) {
        return ("revision " + number + "\n").repeat((int) (number * 7919 % 5000));
    }

    static BackendOverride override(int weight) {
        var state = new AdminStatus(AdminState.DRAIN, "x".repeat(weight % 1000), "ops", Instant.EPOCH);
        return new BackendOverride(Optional.of(state), Optional.of(new WeightOverride(weight, "ops", Instant.EPOCH)));
    }

    public static void main(String[] arguments) throws IOException {
        try (var data = DataDirectory.open(Path.of(arguments[0]))) {
            System.out.println("ready");
            long next = data.revisions().latest().map(Revision::number).orElse(0L) + 1;
            while (arguments.length > 1) {
                next = write(data, next) + 1;
            }
            System.in.read();
        } catch (IOException refused) {
            System.out.println(refused.getMessage());
        }
    }

    private static long write(DataDirectory data, long next) throws IOException {
        long number = data.revisions().add(new Draft(Source.REST, "ops", "", text(next), Optional.empty(), Optional.empty())).number();
        System.out.println("revision " + number);
        int weight = data.overrides().of(BACKEND).weight().map(WeightOverride::weight).orElse(0) + 1;
        data.overrides().put(BACKEND, override(weight));
        System.out.println("weight " + weight);
        return number;
    }
}
