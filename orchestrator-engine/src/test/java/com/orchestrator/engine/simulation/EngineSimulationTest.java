package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.WorkflowState;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The whole engine but its threads, on two servers over one store that fails in every way a database can. {@code
 * -Dengine.simulation.seeds=N} plays that many, {@code -Dengine.simulation.seed=S} replays one.
 */
class EngineSimulationTest {

    private static final int SEEDS = Integer.getInteger("engine.simulation.seeds", 200);

    private final Set<WorkflowState> endings = EnumSet.noneOf(WorkflowState.class);
    private long lostCommits;
    private long unknownCommits;
    private long movedBetween;

    @Test
    void everySeed_keepsEveryPromise() {
        Long only = Long.getLong("engine.simulation.seed");
        LongStream seeds = only == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(only);

        seeds.forEach(this::play);

        if (only == null && SEEDS >= 200) {
            assertThat(endings)
                    .contains(
                            WorkflowState.COMPLETED,
                            WorkflowState.FAILED,
                            WorkflowState.COMPENSATED,
                            WorkflowState.CANCELLED);
            assertThat(lostCommits).as("commits that were lost").isGreaterThan(SEEDS / 10);
            assertThat(unknownCommits).as("commits of unknown outcome").isGreaterThan(SEEDS / 10);
            assertThat(movedBetween)
                    .as("transactions in which the other server acted")
                    .isGreaterThan(SEEDS / 10);
        }
    }

    private void play(long seed) {
        EngineSimulation simulation = new EngineSimulation(seed);
        try {
            simulation.play();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
        }
        endings.addAll(simulation.endings());
        lostCommits += simulation.servers.lostCommits;
        unknownCommits += simulation.servers.unknownCommits;
        movedBetween += simulation.servers.movedBetween;
    }
}
