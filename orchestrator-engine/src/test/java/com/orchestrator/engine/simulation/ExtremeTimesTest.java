package com.orchestrator.engine.simulation;

import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code -Dtimes.seeds=N} plays that many stories, {@code -Dtimes.seed=S} one. */
class ExtremeTimesTest {

    private static final int SEEDS = Integer.getInteger("times.seeds", 150);

    @Test
    void times_ofAnyKind_breakNothing() {
        Long only = Long.getLong("times.seed");
        for (long seed = only == null ? 1 : only; seed <= (only == null ? SEEDS : only); seed++) {
            try {
                play(seed);
            } catch (RuntimeException | AssertionError broken) {
                throw new AssertionError("Seed " + seed, broken);
            }
        }
    }

    private static void play(long seed) {
        SettableClock clock = SettableClock.standing();
        InMemoryEngineStore store = new InMemoryEngineStore(clock);
        Random random = new Random(seed);
        new ExtremeTimes(
                        plan -> new SteppedEngine(
                                SteppedEngine.ONE_LANE, store, List.of(plan), clock, random, nanos -> {}),
                        store,
                        () -> clock.advance(Duration.ofHours(1)),
                        seed)
                .play();
    }
}
