package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.WorkflowState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random workflows in random worlds, judged by an oracle that knows the semantics and not the engine. {@code
 * -Dsimulation.seeds=N} plays that many, {@code -Dsimulation.seed=S} replays one and prints what happened.
 */
class SimulationTest {

    private static final int SEEDS = Integer.getInteger("simulation.seeds", 500);

    @Test
    void everySeed_keepsEveryPromise() {
        Long only = Long.getLong("simulation.seed");
        Map<WorkflowState, Integer> endings = new EnumMap<>(WorkflowState.class);
        LongStream seeds = only == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(only);

        seeds.forEach(seed -> endings.merge(play(seed, only != null), 1, Integer::sum));

        if (only == null && SEEDS >= 500) {
            assertThat(endings.keySet())
                    .as("endings that were reached")
                    .contains(
                            WorkflowState.COMPLETED,
                            WorkflowState.FAILED,
                            WorkflowState.COMPENSATED,
                            WorkflowState.CANCELLED,
                            WorkflowState.TERMINATED);
        }
    }

    private static WorkflowState play(long seed, boolean print) {
        Simulation simulation = new Simulation(seed);
        try {
            simulation.play();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "Seed " + seed + ": " + e.getMessage() + "\n" + tail(simulation.trace(), print), e);
        }
        if (print) {
            System.out.println(String.join("\n", simulation.trace()));
        }
        return simulation.state();
    }

    private static String tail(List<String> trace, boolean all) {
        int from = all ? 0 : Math.max(0, trace.size() - 30);
        return String.join("\n", trace.subList(from, trace.size()));
    }
}
