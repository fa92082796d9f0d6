package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The whole engine but its threads: random trees of definitions, random outcomes, random commands and random kills, over one
 * store that fails in every way a database can. {@code -Dcases=N} plays that many, {@code -Dfrom=M} leaves out those before, {@code -Dcase=S} plays one, with its story.
 */
class EngineSimulationTest {

    private static final int FROM = Integer.getInteger("from", 1);
    private static final int CASES = Integer.getInteger("cases", 500);
    private static final int ENOUGH_FOR_EVERYTHING = 500;

    /** Beyond those of a build, and once at fault: a map that was begun anew by its own failure. */
    private static final long MET_BEFORE = 1_516;

    private final Set<WorkflowState> endings = EnumSet.noneOf(WorkflowState.class);
    private final Set<WorkflowState> endingsOfChildren = EnumSet.noneOf(WorkflowState.class);
    private long lostCommits;
    private long unknownCommits;
    private long movedBetween;
    private long killedBeforeCommit;
    private long killedAfterCommit;
    private long killedBetween;
    private long retriedChildren;
    private long undoneLosers;
    private long takenBack;
    private long followedUp;
    private long lettersByKey;
    private long faultsOfRuns;
    private long refusedStarts;
    private long coalesced;
    private long superseded;
    private long counted;
    private long opened;
    private long jobsGone;
    private long jobsKept;
    private long jobsUndone;

    @Test
    void everyCase_keepsEveryPromise() {
        Long only = Long.getLong("case");
        if (only != null) {
            System.out.println(String.join("\n", story(only)));
        }
        LongStream seeds = only == null
                ? LongStream.concat(LongStream.rangeClosed(FROM, CASES), LongStream.of(MET_BEFORE))
                : LongStream.of(only);

        seeds.forEach(this::play);

        if (only == null && FROM == 1 && CASES >= ENOUGH_FOR_EVERYTHING) {
            assertEverythingWasMet();
        }
    }

    private void play(long seed) {
        EngineSimulation simulation = new EngineSimulation(seed, new Story(false));
        try {
            simulation.play();
        } catch (AssertionError | RuntimeException | StackOverflowError e) {
            throw new AssertionError(
                    "Case " + seed + ": " + e.getMessage() + "\nPlay it again with -Dcase=" + seed + "\n"
                            + String.join("\n", story(seed)),
                    e);
        }
        for (WorkflowInstance run : simulation.runs()) {
            (run.parentInstanceId() == null ? endings : endingsOfChildren).add(run.state());
        }
        lostCommits += simulation.servers.lostCommits;
        unknownCommits += simulation.servers.unknownCommits;
        movedBetween += simulation.servers.movedBetween;
        killedBeforeCommit += simulation.servers.killedBeforeCommit;
        killedAfterCommit += simulation.servers.killedAfterCommit;
        killedBetween += simulation.servers.killedBetween;
        retriedChildren += simulation.said("CHILD_RETRIED");
        undoneLosers += simulation.said("EFFECT_UNWANTED");
        takenBack += simulation.takenBack();
        followedUp += simulation.said("FINALLY_BEGAN");
        lettersByKey += simulation.correspondence.arrived();
        faultsOfRuns += simulation.servers.setAside();
        refusedStarts += simulation.refusals() + simulation.endedBy("CONCURRENCY_LIMIT");
        coalesced += simulation.endedBy("COALESCED");
        superseded += simulation.endedBy("SUPERSEDED");
        counted += simulation.permitAudit.counted();
        opened += simulation.permitAudit.opened();
        jobsGone += simulation.jobAudit.gone();
        jobsKept += simulation.jobAudit.kept();
        jobsUndone += simulation.jobAudit.undone();
    }

    /** The same again, with somebody listening, as far as it goes; then what the engine says of it. */
    private static List<String> story(long seed) {
        Story story = new Story(true);
        EngineSimulation simulation = new EngineSimulation(seed, story);
        try {
            simulation.play();
        } catch (AssertionError | RuntimeException | StackOverflowError e) {
            story.tell(() -> "-- " + e.getMessage());
        }
        simulation.histories().forEach(line -> story.tell(() -> line));
        return story.lines();
    }

    private void assertEverythingWasMet() {
        assertThat(endings)
                .contains(
                        WorkflowState.COMPLETED,
                        WorkflowState.FAILED,
                        WorkflowState.COMPENSATED,
                        WorkflowState.CANCELLED,
                        WorkflowState.TERMINATED);
        assertThat(endingsOfChildren).contains(WorkflowState.COMPLETED, WorkflowState.COMPENSATED);
        assertThat(lostCommits).as("commits that were lost").isGreaterThan(CASES / 10);
        assertThat(unknownCommits).as("commits of unknown outcome").isGreaterThan(CASES / 10);
        assertThat(movedBetween)
                .as("transactions in which the other server acted")
                .isGreaterThan(CASES / 20);
        assertThat(killedBeforeCommit).as("kills before a commit").isGreaterThan(CASES / 10);
        assertThat(killedAfterCommit).as("kills after a commit").isGreaterThan(CASES / 10);
        assertThat(faultsOfRuns).as("runs that were set aside").isGreaterThan(CASES / 20);
        assertThat(killedBetween).as("kills between commits").isGreaterThan(CASES / 10);
        assertThat(retriedChildren).as("children that went on after a failure").isGreaterThan(CASES / 200);
        assertThat(undoneLosers).as("losers that had happened after all").isGreaterThan(CASES / 200);
        assertThat(takenBack).as("completed runs that were undone").isGreaterThan(CASES / 200);
        assertThat(followedUp).as("rollbacks that something followed").isGreaterThan(CASES / 50);
        assertThat(lettersByKey).as("signals that have found runs by their key").isGreaterThan(CASES / 50);
        assertLimitsAndJobsWereMet();
    }

    private void assertLimitsAndJobsWereMet() {
        assertThat(refusedStarts)
                .as("starts that were refused for want of room")
                .isGreaterThan(CASES / 200);
        assertThat(coalesced).as("runs that were replaced while they waited").isGreaterThan(CASES / 200);
        assertThat(superseded).as("runs whose place a newer one wanted").isGreaterThan(CASES / 200);
        assertThat(counted).as("attempts that a limit has counted").isGreaterThan(CASES);
        assertThat(opened).as("breakers that have opened by themselves").isGreaterThan(CASES / 500);
        assertThat(jobsGone).as("jobs that have left nothing").isGreaterThan(CASES / 20);
        assertThat(jobsKept).as("jobs of which something is kept").isGreaterThan(CASES / 20);
        assertThat(jobsUndone).as("jobs that were undone").isGreaterThan(CASES / 200);
    }
}
