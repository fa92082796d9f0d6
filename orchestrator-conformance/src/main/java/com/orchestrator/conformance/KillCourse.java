package com.orchestrator.conformance;

import com.orchestrator.conformance.Verdict.Outcome;
import com.orchestrator.conformance.scenario.Scenario;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/** How far one scenario has come with being killed at each of its commits. */
final class KillCourse {

    private final Scenario scenario;
    private final Deque<Kill> left = new ArrayDeque<>();
    private final List<String> broken = new ArrayList<>();
    private Verdict.Outcome outcome = Outcome.PASSED;
    private String obstacle = "";
    private int commits;
    private int killed;
    private long millis;

    /** @param tries how often it was played for that commit, which did not come */
    private record Kill(int commit, int tries) {}

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
        IntStream.rangeClosed(1, number).forEach(commit -> left.add(new Kill(commit, 0)));
    }

    boolean isOver() {
        return left.isEmpty();
    }

    int left() {
        return left.size();
    }

    int commits() {
        return commits;
    }

    /** The commit to be killed at. */
    int next() {
        return left.element().commit;
    }

    int tries() {
        return left.element().tries;
    }

    /**
     * It was played for its next commit.
     *
     * @param wasKilled at that commit; else at another moment, or not at all
     * @param isLast whether a commit that did not come is not waited for again: timing may save one, as when two reports
     *     come in one batch
     */
    void played(Verdict verdict, boolean wasKilled, boolean isLast) {
        Kill kill = left.remove();
        millis += verdict.millis();
        if (verdict.outcome() != Outcome.PASSED) {
            outcome = Outcome.FAILED;
            broken.add("Killed " + (wasKilled ? "at" : "before") + " commit " + kill.commit + " of " + commits + ": "
                    + verdict.why());
        }
        if (wasKilled) {
            killed++;
        } else if (!isLast) {
            left.add(new Kill(kill.commit, kill.tries + 1));
        }
    }

    Verdict verdict() {
        String kills = "killed at " + killed + " of " + commits + " commits";
        String why = !obstacle.isEmpty() ? obstacle : broken.isEmpty() ? kills : String.join("\n", broken);
        return new Verdict(scenario.name() + " --kills", outcome, millis, why);
    }
}
