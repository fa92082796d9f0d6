package com.orchestrator.test;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.store.EngineStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** The server of a test; when it is killed, another one with nothing but the same store. */
final class Server {

    private static final long SEED = 17;

    private final EngineStore store;
    private final List<WorkflowPlan> known;
    private final InstantSource clock;
    private SteppedEngine engine;

    /** @param known definitions that are not in the store */
    Server(EngineStore store, List<WorkflowPlan> known, InstantSource clock) {
        this.store = store;
        this.known = known;
        this.clock = clock;
        this.engine = start();
    }

    private SteppedEngine start() {
        return new SteppedEngine(SteppedEngine.ONE_LANE, store, known, clock, new Random(SEED), nanos -> {});
    }

    SteppedEngine engine() {
        return engine;
    }

    /**
     * Asks, and lets the server work until it has nothing to do.
     *
     * @return empty when it was killed over it: nobody knows what has become of what was asked
     * @throws OrchestratorException what it refuses
     */
    <T> Optional<T> call(Function<SteppedEngine, CompletableFuture<T>> question) {
        try {
            CompletableFuture<T> answer = question.apply(engine);
            engine.settle();
            return Optional.of(result(answer));
        } catch (KillableStore.Killed killed) {
            engine = start();
            return Optional.empty();
        }
    }

    private static <T> T result(CompletableFuture<T> answer) {
        if (!answer.isDone()) {
            throw new IllegalStateException("The server has not answered");
        }
        try {
            return answer.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof OrchestratorException refused ? refused : failed;
        }
    }

    /** Time has passed: does what is due. */
    void pass(Duration time) {
        try {
            engine.pass(time);
            engine.sweep();
            engine.settle();
        } catch (KillableStore.Killed killed) {
            engine = start();
        }
    }
}
