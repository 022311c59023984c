package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.ListenerConfig;
import io.awe4lb.kernel.config.PoolConfig;
import io.awe4lb.spi.BackendSpec;
import java.util.List;

/** One difference between the configuration in force and another one. Immutable. */
public sealed interface Change {

    /** What happens to the thing that is named. */
    enum Kind {
        /** It is new. */
        ADDED,
        /** It goes. */
        REMOVED,
        /** It stays, and is different. */
        CHANGED
    }

    /**
     * A listener is new.
     *
     * @param next how it will be
     */
    record ListenerAdded(ListenerConfig next) implements Change {}

    /**
     * A listener goes.
     *
     * @param last how it was
     */
    record ListenerRemoved(ListenerConfig last) implements Change {}

    /**
     * A listener stays, and is different.
     *
     * @param last how it was
     * @param next how it will be
     * @param keys that differ
     */
    record ListenerChanged(ListenerConfig last, ListenerConfig next, List<String> keys) implements Change {}

    /**
     * A pool is new.
     *
     * @param next how it will be
     */
    record PoolAdded(PoolConfig next) implements Change {}

    /**
     * A pool goes.
     *
     * @param last how it was
     */
    record PoolRemoved(PoolConfig last) implements Change {}

    /**
     * A pool stays, and is different.
     *
     * @param last how it was
     * @param next how it will be
     * @param keys that differ, besides the backends that are written in it
     * @param backends what happens to those
     */
    record PoolChanged(PoolConfig last, PoolConfig next, List<String> keys, List<Change> backends) implements Change {}

    /**
     * A backend is new.
     *
     * @param pool whose
     * @param next how it will be
     */
    record BackendAdded(String pool, BackendSpec next) implements Change {}

    /**
     * A backend goes.
     *
     * @param pool whose
     * @param last how it was
     */
    record BackendRemoved(String pool, BackendSpec last) implements Change {}

    /**
     * A backend stays, and is different.
     *
     * @param pool whose
     * @param last how it was
     * @param next how it will be; another address makes it another backend
     */
    record BackendChanged(String pool, BackendSpec last, BackendSpec next) implements Change {}

    /**
     * Something of the program as a whole is different.
     *
     * @param key from the top of the configuration, with dots between
     */
    record SettingChanged(String key) implements Change {}

    /**
     * What happens.
     *
     * @return added, removed or changed
     */
    default Kind kind() {
        return switch (this) {
            case ListenerAdded _, PoolAdded _, BackendAdded _ -> Kind.ADDED;
            case ListenerRemoved _, PoolRemoved _, BackendRemoved _ -> Kind.REMOVED;
            case ListenerChanged _, PoolChanged _, BackendChanged _, SettingChanged _ -> Kind.CHANGED;
        };
    }

    /**
     * Where in the configuration.
     *
     * @return JSON Pointer (RFC 6901); for a backend the one of its pool's backends
     */
    default String pointer() {
        return switch (this) {
            case ListenerAdded(var next) -> "/listeners/" + next.id();
            case ListenerRemoved(var last) -> "/listeners/" + last.id();
            case ListenerChanged(_, var next, _) -> "/listeners/" + next.id();
            case PoolAdded(var next) -> "/pools/" + next.id();
            case PoolRemoved(var last) -> "/pools/" + last.id();
            case PoolChanged(_, var next, _, _) -> "/pools/" + next.id();
            case BackendAdded(var pool, _) -> "/pools/" + pool + "/backends";
            case BackendRemoved(var pool, _) -> "/pools/" + pool + "/backends";
            case BackendChanged(var pool, _, _) -> "/pools/" + pool + "/backends";
            case SettingChanged(var key) -> "/" + key.replace('.', '/');
        };
    }

    /**
     * What happens to what, for people.
     *
     * @return a sentence without a full stop
     */
    default String sentence() {
        return switch (this) {
            case ListenerAdded(var next) -> "listener %s is added".formatted(next.id());
            case ListenerRemoved(var last) -> "listener %s is removed".formatted(last.id());
            case ListenerChanged(_, var next, var keys) -> "listener %s changes: %s".formatted(next.id(), String.join(", ", keys));
            case PoolAdded(var next) -> "pool %s is added".formatted(next.id());
            case PoolRemoved(var last) -> "pool %s is removed".formatted(last.id());
            case PoolChanged(_, var next, var keys, _) ->
                    "pool %s changes: %s".formatted(next.id(), keys.isEmpty() ? "backends" : String.join(", ", keys));
            case BackendAdded(var pool, var next) -> "pool %s: backend %s is added".formatted(pool, next.id());
            case BackendRemoved(var pool, var last) -> "pool %s: backend %s is removed".formatted(pool, last.id());
            case BackendChanged(var pool, _, var next) -> "pool %s: backend %s changes".formatted(pool, next.id());
            case SettingChanged(var key) -> "%s changes".formatted(key);
        };
    }
}
