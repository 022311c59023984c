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
     * What happens.
     *
     * @return added, removed or changed
     */
    Kind kind();

    /**
     * Where in the configuration.
     *
     * @return JSON Pointer (RFC 6901); for a backend the one of its pool's backends
     */
    String pointer();

    /**
     * What happens to what, for people.
     *
     * @return a sentence without a full stop
     */
    String sentence();

    /**
     * A listener is new.
     *
     * @param next how it will be
     */
    record ListenerAdded(ListenerConfig next) implements Change {

        @Override
        public Kind kind() {
            return Kind.ADDED;
        }

        @Override
        public String pointer() {
            return "/listeners/" + next.id();
        }

        @Override
        public String sentence() {
            return "listener %s is added".formatted(next.id());
        }
    }

    /**
     * A listener goes.
     *
     * @param last how it was
     */
    record ListenerRemoved(ListenerConfig last) implements Change {

        @Override
        public Kind kind() {
            return Kind.REMOVED;
        }

        @Override
        public String pointer() {
            return "/listeners/" + last.id();
        }

        @Override
        public String sentence() {
            return "listener %s is removed".formatted(last.id());
        }
    }

    /**
     * A listener stays, and is different.
     *
     * @param last how it was
     * @param next how it will be
     * @param keys that differ
     */
    record ListenerChanged(ListenerConfig last, ListenerConfig next, List<String> keys) implements Change {

        @Override
        public Kind kind() {
            return Kind.CHANGED;
        }

        @Override
        public String pointer() {
            return "/listeners/" + next.id();
        }

        @Override
        public String sentence() {
            return "listener %s changes: %s".formatted(next.id(), String.join(", ", keys));
        }
    }

    /**
     * A pool is new.
     *
     * @param next how it will be
     */
    record PoolAdded(PoolConfig next) implements Change {

        @Override
        public Kind kind() {
            return Kind.ADDED;
        }

        @Override
        public String pointer() {
            return "/pools/" + next.id();
        }

        @Override
        public String sentence() {
            return "pool %s is added".formatted(next.id());
        }
    }

    /**
     * A pool goes.
     *
     * @param last how it was
     */
    record PoolRemoved(PoolConfig last) implements Change {

        @Override
        public Kind kind() {
            return Kind.REMOVED;
        }

        @Override
        public String pointer() {
            return "/pools/" + last.id();
        }

        @Override
        public String sentence() {
            return "pool %s is removed".formatted(last.id());
        }
    }

    /**
     * A pool stays, and is different.
     *
     * @param last how it was
     * @param next how it will be
     * @param keys that differ, besides the backends that are written in it
     * @param backends what happens to those
     */
    record PoolChanged(PoolConfig last, PoolConfig next, List<String> keys, List<Change> backends) implements Change {

        @Override
        public Kind kind() {
            return Kind.CHANGED;
        }

        @Override
        public String pointer() {
            return "/pools/" + next.id();
        }

        @Override
        public String sentence() {
            return "pool %s changes: %s".formatted(next.id(), keys.isEmpty() ? "backends" : String.join(", ", keys));
        }
    }

    /**
     * A backend is new.
     *
     * @param pool whose
     * @param next how it will be
     */
    record BackendAdded(String pool, BackendSpec next) implements Change {

        @Override
        public Kind kind() {
            return Kind.ADDED;
        }

        @Override
        public String pointer() {
            return "/pools/" + pool + "/backends";
        }

        @Override
        public String sentence() {
            return "pool %s: backend %s is added".formatted(pool, next.id());
        }
    }

    /**
     * A backend goes.
     *
     * @param pool whose
     * @param last how it was
     */
    record BackendRemoved(String pool, BackendSpec last) implements Change {

        @Override
        public Kind kind() {
            return Kind.REMOVED;
        }

        @Override
        public String pointer() {
            return "/pools/" + pool + "/backends";
        }

        @Override
        public String sentence() {
            return "pool %s: backend %s is removed".formatted(pool, last.id());
        }
    }

    /**
     * A backend stays, and is different.
     *
     * @param pool whose
     * @param last how it was
     * @param next how it will be; another address makes it another backend
     */
    record BackendChanged(String pool, BackendSpec last, BackendSpec next) implements Change {

        @Override
        public Kind kind() {
            return Kind.CHANGED;
        }

        @Override
        public String pointer() {
            return "/pools/" + pool + "/backends";
        }

        @Override
        public String sentence() {
            return "pool %s: backend %s changes".formatted(pool, next.id());
        }
    }

    /**
     * Something of the program as a whole is different.
     *
     * @param key at the top of the configuration
     */
    record SettingChanged(String key) implements Change {

        @Override
        public Kind kind() {
            return Kind.CHANGED;
        }

        @Override
        public String pointer() {
            return "/" + key;
        }

        @Override
        public String sentence() {
            return "%s changes".formatted(key);
        }
    }
}
