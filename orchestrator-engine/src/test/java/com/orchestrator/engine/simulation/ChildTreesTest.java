package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Parents and children on two servers over one store that fails in every way a database can. {@code -Dchildren.seeds=N}
 * plays that many, {@code -Dchildren.seed=S} replays one.
 */
class ChildTreesTest {

    private static final int SEEDS = Integer.getInteger("children.seeds", 150);

    private final Set<WorkflowState> endings = EnumSet.noneOf(WorkflowState.class);
    private long lostCommits;
    private long unknownCommits;

    @Test
    void everySeed_leavesAllOfATreeOrNothing() {
        Long only = Long.getLong("children.seed");
        LongStream seeds = only == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(only);

        seeds.forEach(this::play);

        if (only == null && SEEDS >= 150) {
            assertThat(endings).contains(WorkflowState.COMPLETED, WorkflowState.COMPENSATED);
            assertThat(lostCommits).as("commits that were lost").isGreaterThan(SEEDS / 10);
            assertThat(unknownCommits).as("commits of unknown outcome").isGreaterThan(SEEDS / 10);
        }
    }

    private void play(long seed) {
        ChildTrees trees = new ChildTrees(seed);
        try {
            trees.play();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
        }
        trees.instances().stream().map(WorkflowInstance::state).forEach(endings::add);
        lostCommits += trees.servers.lostCommits;
        unknownCommits += trees.servers.unknownCommits;
    }
}
