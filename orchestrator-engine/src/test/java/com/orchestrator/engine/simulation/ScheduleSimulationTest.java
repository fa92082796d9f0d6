package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Schedules under random kills and failures. {@code -Dcases=N} plays that many, {@code -Dcase=S} one, with its story.
 */
class ScheduleSimulationTest {

    private static final int CASES = Integer.getInteger("cases", 150);

    private long killed;
    private long unknownCommits;

    @Test
    void eachTime_startsOneRun_orIsSaidToBeLeftOut() {
        Long only = Long.getLong("case");
        if (only != null) {
            System.out.println(String.join("\n", story(only)));
        }
        LongStream seeds = only == null ? LongStream.rangeClosed(1, CASES) : LongStream.of(only);

        seeds.forEach(this::play);

        if (only == null) {
            assertThat(killed).as("servers that were killed").isGreaterThan(CASES / 10);
            assertThat(unknownCommits).as("commits of unknown outcome").isGreaterThan(CASES / 10);
        }
    }

    private void play(long seed) {
        ScheduleSimulation simulation = new ScheduleSimulation(seed, new Story(false));
        try {
            simulation.play();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "Case " + seed + ": " + e.getMessage() + "\nPlay it again with -Dcase=" + seed + "\n"
                            + String.join("\n", story(seed)),
                    e);
        }
        killed += simulation.servers.killedBetween
                + simulation.servers.killedBeforeCommit
                + simulation.servers.killedAfterCommit;
        unknownCommits += simulation.servers.unknownCommits;
    }

    private static List<String> story(long seed) {
        Story story = new Story(true);
        try {
            new ScheduleSimulation(seed, story).play();
        } catch (AssertionError | RuntimeException e) {
            story.tell(() -> "-- " + e.getMessage());
        }
        return story.lines();
    }
}
