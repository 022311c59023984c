package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.accesslog.AccessLogs;
import io.awe4lb.kernel.accesslog.LogPlan;
import io.awe4lb.kernel.listener.BoundListener;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolChange;
import io.awe4lb.kernel.pool.PoolContext;
import io.awe4lb.kernel.tls.Termination;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is prepared of pools and listeners. */
sealed interface LivingPart extends Prepared {

    /** It lives since it was prepared. */
    record NewPool(Pool pool, Control control, PoolContext context) implements LivingPart {

        @Override
        public void commit() {
            // listeners find it from now on
        }

        @Override
        public void abandon() {
            control.execute(pool::close);
        }

        @Override
        public void retire() {
            control.execute(() -> context.known(pool));
        }
    }

    /** Another configuration of one that stays. */
    record ChangedPool(PoolChange change) implements LivingPart {

        @Override
        public void commit() {
            change.commit();
        }

        @Override
        public void abandon() {
            change.abandon();
        }
    }

    /** No listener names it any more; its backends' connections end by its policy. */
    record RemovedPool(Pool pool, Control control, Steering steering) implements LivingPart {

        private static final Logger LOG = LoggerFactory.getLogger(RemovedPool.class);

        @Override
        public void commit() {
            pool.close();
        }

        @Override
        public void abandon() {
            // it lives on
        }

        /** Not before listeners have let go of it: until then they give it new connections. Done when it returns: the next change may bring it back. */
        @Override
        public void retire() {
            try {
                control.ask(() -> {
                    steering.gone(pool);
                    return pool;
                });
            } catch (ChangeException stopping) {
                LOG.debug("pool {}: its connections end with the balancer", pool.id(), stopping);
            }
        }
    }

    /** Targets that the access log needs. */
    record LogTargets(AccessLogs.Change change) implements LivingPart {

        @Override
        public void commit() {
            change.commit();
        }

        @Override
        public void abandon() {
            change.abandon();
        }
    }

    /** How the connections of a listener are written to the access log. */
    record Logged(AccessLogs.Change change, Listener listener, LogPlan plan, Loops loops) implements LivingPart {

        @Override
        public void commit() {
            change.follow(listener.log(), plan);
        }

        /** Those that live may have no timer that would find it out. */
        @Override
        public void retire() {
            if (plan.interim() != LogPlan.NEVER) {
                loops.logChanged(listener);
            }
        }

        @Override
        public void abandon() {
            // nobody follows it yet
        }
    }

    /** What a listener speaks TLS with from now on. */
    record NewTermination(Termination made) implements LivingPart {

        @Override
        public void commit() {
            // its listener has it
        }

        @Override
        public void abandon() {
            made.close();
        }
    }

    /** What it did so with until now. */
    record OldTermination(Termination replaced) implements LivingPart {

        @Override
        public void commit() {
            // those who come by the new configuration do not get it
        }

        @Override
        public void abandon() {
            // it goes on
        }

        @Override
        public void retire() {
            replaced.close();
        }
    }

    /** Addresses or settings of a listener, new or not. */
    record Rebound(BoundListener.Rebinding rebinding) implements LivingPart {

        @Override
        public void commit() {
            rebinding.commit();
        }

        @Override
        public void abandon() {
            rebinding.abandon();
        }

        @Override
        public void retire() {
            rebinding.retire();
        }
    }

    /** It accepts what waits and nothing more; its connections end by its policy. */
    record RemovedListener(BoundListener listener, Retiring retiring) implements LivingPart {

        @Override
        public void commit() {
            // retired as soon as everything is in force
        }

        @Override
        public void abandon() {
            // it lives on
        }

        @Override
        public void retire() {
            listener.close();
            listener.listener().termination().ifPresent(Termination::close);
            retiring.listener(listener.listener());
        }
    }
}
