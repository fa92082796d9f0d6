package com.orchestrator.conformance;

import com.orchestrator.conformance.Verdict.Outcome;
import com.orchestrator.conformance.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** How far one scenario has come with being killed at each of its commits. */
final class KillCourse {

    private final Scenario scenario;
    private final List<Kill> left = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private Verdict.Outcome outcome = Outcome.PASSED;
    private String obstacle = "";
    private int commits;
    private int killed;
    private long millis;

    /** @param commit the servers are to be killed at, from 1 */
    record Kill(KillCourse course, int commit) {

        Scenario scenario() {
            return course.scenario;
        }

        /**
         * How it came out, said so that it stands by itself.
         *
         * @param wasKilled at that commit; else at another moment, or not at all
         */
        Verdict verdict(Verdict played, boolean wasKilled) {
            String why = "Killed " + (wasKilled ? "at" : "before") + " commit " + commit + " of " + course.commits
                    + ": " + played.why();
            return new Verdict(course.name(), played.outcome(), played.millis(), why);
        }
    }

    KillCourse(Scenario scenario) {
        this.scenario = scenario;
    }

    Scenario scenario() {
        return scenario;
    }

    /** @param calm how it came out without a kill */
    void counted(Verdict calm, int number) {
        millis += calm.millis();
        if (calm.outcome() != Outcome.PASSED) {
            outcome = calm.outcome();
            obstacle = calm.why();
            return;
        }
        commits = number;
        IntStream.rangeClosed(1, number).forEach(commit -> left.add(new Kill(this, commit)));
    }

    /** What has not come yet, and may not come at all: timing may save a commit, as when two reports come in one batch. */
    List<Kill> left() {
        return List.copyOf(left);
    }

    int commits() {
        return commits;
    }

    int killed() {
        return killed;
    }

    /**
     * It was played for one of its commits.
     *
     * @param wasKilled at that commit; else at another moment, or not at all
     */
    void played(Kill kill, Verdict verdict, boolean wasKilled) {
        millis += verdict.millis();
        if (verdict.outcome() != Outcome.PASSED) {
            outcome = Outcome.FAILED;
            broken.add(verdict.why());
        }
        if (wasKilled) {
            killed++;
            left.remove(kill);
        }
    }

    Verdict verdict() {
        String kills = "killed at " + killed + " of " + commits + " commits";
        String why = !obstacle.isEmpty() ? obstacle : broken.isEmpty() ? kills : String.join("\n", broken);
        return new Verdict(name(), outcome, millis, why);
    }

    private String name() {
        return scenario.name() + " --kills";
    }
}
