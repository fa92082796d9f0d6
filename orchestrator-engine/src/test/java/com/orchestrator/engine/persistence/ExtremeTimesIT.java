package com.orchestrator.engine.persistence;

import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.simulation.ExtremeTimes;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.testkit.TestDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The same stories as in memory, in rows of PostgreSQL. */
class ExtremeTimesIT {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int SEEDS = Integer.getInteger("times.seeds", 25);

    @Test
    void times_ofAnyKind_breakNothing() {
        TestDatabase database = TestDatabase.create();
        try (EngineStore store = PostgresEngineStore.open(database.config())) {
            for (long seed = 1; seed <= SEEDS; seed++) {
                Random random = new Random(seed);
                new ExtremeTimes(plan -> engine(plan, store, random), store, () -> database.advance(HOUR), seed).play();
            }
        }
    }

    private static SteppedEngine engine(WorkflowPlan plan, EngineStore store, Random random) {
        return new SteppedEngine(
                SteppedEngine.ONE_LANE, store, List.of(plan), InstantSource.system(), random, nanos -> {});
    }
}
