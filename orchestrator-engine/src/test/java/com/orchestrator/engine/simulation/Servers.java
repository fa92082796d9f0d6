package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.coordinator.SteppedEngine;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.store.StoreUnavailableException;
import com.orchestrator.testkit.FlakyStore;
import com.orchestrator.testkit.InMemoryEngineStore;
import com.orchestrator.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Two servers over one store, and all that may go wrong between them: commits that fail, commits whose outcome nobody learns,
 * answers that get lost, locks that time out, and another server that moves a run while this one is about to write.
 */
final class Servers {

    /** What a caller knows after a call. */
    interface Caller<T> {

        void answered(T answer);

        void refused(OrchestratorException refusal);

        /** The outcome is not known; calling again must be safe. */
        void leftAlone();
    }

    private static final EngineConfig CONFIG =
            new EngineConfig(Duration.ofSeconds(30), Duration.ofSeconds(10), 3, Duration.ofSeconds(1), 2, 8, 3, 100);

    final InMemoryEngineStore store;
    final SettableClock clock = SettableClock.standing();
    private final Random random;
    private final List<SteppedEngine> engines = new ArrayList<>();
    private final double troubles;
    private final List<Throwable> faults = new ArrayList<>();
    private boolean calm;
    private boolean interrupted;
    int lostCommits;
    int unknownCommits;
    int movedBetween;

    Servers(Random random, WorkflowPlan plan, double troubles) {
        this.random = random;
        this.troubles = troubles;
        store = new InMemoryEngineStore(clock);
        store.neverWaitForLocks();
        for (int i = 0; i < 2; i++) {
            int number = i;
            engines.add(new SteppedEngine(
                    CONFIG, new FlakyStore(store, new Way(number)), List.of(plan), clock, random, nanos -> {}));
        }
    }

    /** From now on nothing goes wrong any more. */
    void calmDown() {
        calm = true;
    }

    private boolean strikes() {
        return !calm && random.nextDouble() < troubles;
    }

    /** One server's way to the database. */
    private final class Way implements FlakyStore.Weather {

        private final int number;

        Way(int number) {
            this.number = number;
        }

        @Override
        public void onTheWay() {
            if (strikes()) {
                throw unavailable("No connection");
            }
        }

        @Override
        public void beforeWrites() {
            if (strikes()) {
                letTheOtherAct();
            }
        }

        @Override
        public void beforeCommit() {
            if (strikes()) {
                lostCommits++;
                throw unavailable("Lost before the commit");
            }
        }

        @Override
        public void afterCommit() {
            if (strikes()) {
                unknownCommits++;
                throw unavailable("Lost after the commit");
            }
        }

        /** Slow enough for the other server to do something in between; not while it is itself in between. */
        private void letTheOtherAct() {
            if (!interrupted) {
                interrupted = true;
                movedBetween += engines.get(1 - number).step() ? 1 : 0;
                interrupted = false;
            }
        }
    }

    private static StoreUnavailableException unavailable(String message) {
        return new StoreUnavailableException(message, new IllegalStateException("Drawn by the simulation"));
    }

    // ---- calls

    SteppedEngine any() {
        return engines.get(random.nextInt(engines.size()));
    }

    List<SteppedEngine> all() {
        return engines;
    }

    /** Hands the answer to the caller when it comes, unless it gets lost on the way. */
    <T> void call(Supplier<CompletableFuture<T>> call, Caller<T> caller) {
        call.get().whenComplete((answer, failure) -> {
            try {
                hear(answer, failure, caller);
            } catch (AssertionError | RuntimeException fault) {
                faults.add(fault);
            }
        });
    }

    private <T> void hear(T answer, Throwable failure, Caller<T> caller) {
        if (strikes()) {
            caller.leftAlone();
        } else if (failure == null) {
            caller.answered(answer);
        } else {
            refused(failure, caller);
        }
    }

    /** What a caller could not believe; a future would keep it to itself. */
    void throwFaults() {
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.get(0).getMessage(), faults.get(0));
        }
    }

    /** A walk over runs that others are moving must not take any of them for lost, and none may get lost. */
    void assertNobodyWasLost() {
        for (SteppedEngine engine : engines) {
            assertThat(engine.figure("orchestrator_wake_sources_restored_total")
                            + engine.figure("orchestrator_instances_without_wake_source"))
                    .as("runs that nothing would have moved")
                    .isZero();
        }
    }

    private static <T> void refused(Throwable failure, Caller<T> caller) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof StoreUnavailableException) {
            caller.leftAlone();
        } else if (cause instanceof OrchestratorException refusal && refusal.code() != ErrorCode.INTERNAL) {
            if (refusal.code() == ErrorCode.UNAVAILABLE) {
                caller.leftAlone();
            } else {
                caller.refused(refusal);
            }
        } else {
            throw new AssertionError("A server met a fault", cause);
        }
    }

    /** A caller that repeats nothing and learns nothing. */
    static <T> Caller<T> told(Consumer<T> answered) {
        return new Caller<>() {
            @Override
            public void answered(T answer) {
                answered.accept(answer);
            }

            @Override
            public void refused(OrchestratorException refusal) {}

            @Override
            public void leftAlone() {}
        };
    }

    // ---- time

    /** Everybody's time passes, though not alike: servers' own clocks are not the one that decides. */
    void pass(Duration time) {
        clock.advance(time);
        engines.forEach(engine -> engine.pass(random.nextDouble() < 0.1 ? Duration.ZERO : time));
    }

    void sweep() {
        engines.forEach(SteppedEngine::sweep);
    }

    boolean step() {
        return any().step();
    }

    void settle() {
        boolean worked = true;
        while (worked) {
            worked = false;
            for (SteppedEngine engine : engines) {
                worked |= engine.step();
            }
        }
    }
}
