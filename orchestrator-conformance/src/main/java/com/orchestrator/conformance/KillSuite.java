package com.orchestrator.conformance;

import com.orchestrator.conformance.Verdict.Outcome;
import com.orchestrator.conformance.rig.CommitGate;
import com.orchestrator.conformance.rig.OwnServers;
import com.orchestrator.conformance.scenario.Scenario;
import com.orchestrator.conformance.stage.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Plays each scenario once to count its commits, and then once per commit, with all servers killed at that commit: it is in
 * the database, and nobody has heard of it.
 */
final class KillSuite {

    private final OwnServers servers;
    private final Player player;
    private final CommitGate gate;

    KillSuite(OwnServers servers, CommitGate gate) {
        this.servers = servers;
        this.player = new Player(servers, Suite.newMark());
        this.gate = gate;
    }

    Verdict play(Scenario scenario) {
        long begin = System.nanoTime();
        gate.count();
        Verdict calm = player.play(scenario, Conditions.DISTURBED, 0);
        int commits = gate.counted();
        if (calm.outcome() != Outcome.PASSED) {
            return named(calm.outcome(), scenario, begin, calm.why());
        }
        List<String> broken = new ArrayList<>();
        int killed = 0;
        for (int commit = 1; commit <= commits; commit++) {
            Verdict verdict = playKilled(scenario, commit);
            killed += verdict.why().equals(NOT_REACHED) ? 0 : 1;
            if (verdict.outcome() == Outcome.FAILED) {
                broken.add("Killed at commit " + commit + " of " + commits + ": " + verdict.why());
            }
        }
        return broken.isEmpty()
                ? named(Outcome.PASSED, scenario, begin, "killed at " + killed + " of " + commits + " commits")
                : named(Outcome.FAILED, scenario, begin, String.join("\n", broken));
    }

    /** Timing may save a commit, as when two reports come in one batch. */
    private static final String NOT_REACHED = "The commit did not come this time.";

    private Verdict playKilled(Scenario scenario, int commit) {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        Thread play = new Thread(
                () -> verdict.complete(player.play(scenario, Conditions.DISTURBED, commit)), scenario.name());
        boolean wasKilled = gate.killAt(commit, play::start, verdict::isDone, servers::killAndRestartAll);
        Verdict judged = verdict.join();
        return wasKilled || judged.outcome() == Outcome.FAILED
                ? judged
                : new Verdict(judged.scenario(), Outcome.PASSED, judged.millis(), NOT_REACHED);
    }

    private static Verdict named(Outcome outcome, Scenario scenario, long begin, String why) {
        return new Verdict(
                scenario.name() + " --kills", outcome, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin), why);
    }
}
