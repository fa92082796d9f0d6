package com.orchestrator.conformance;

import com.orchestrator.conformance.KillCourse.Kill;
import com.orchestrator.conformance.Verdict.Outcome;
import com.orchestrator.conformance.rig.CommitGate;
import com.orchestrator.conformance.rig.OwnServers;
import com.orchestrator.conformance.scenario.Scenario;
import com.orchestrator.conformance.stage.Conditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Plays each scenario once to count its commits, and then once per commit, with all servers killed at that commit: it is in
 * the database, and nobody has heard of it. Many are played beside each other, so that one kill meets each of them at a
 * commit of its own; what did not come to its commit, because others held up its lane or it waited for a time to come, is
 * played again among fewer and with more patience, and in the end alone.
 */
final class KillSuite {

    static final int SIDE_BY_SIDE = 14;

    /** How commits are waited for, one way after the other. */
    private static final List<Try> TRIES = List.of(
            new Try(SIDE_BY_SIDE, Duration.ofSeconds(4)),
            new Try(4, Duration.ofSeconds(20)),
            new Try(1, Duration.ofMinutes(2)));

    /**
     * One way of playing.
     *
     * @param sideBySide how many plays
     * @param patience with one that does not move, while others are held
     */
    private record Try(int sideBySide, Duration patience) {}

    private final OwnServers servers;
    private final String mark = Suite.newMark();
    private final Player player;
    private final CommitGate gate;
    private final Consumer<Verdict> failed;
    private final Consumer<List<KillCourse>> progress;
    private int takes;

    /**
     * @param failed is told of each play that did not come out as it should, when it did not
     * @param progress is told after each kill how far all have come
     */
    KillSuite(OwnServers servers, CommitGate gate, Consumer<Verdict> failed, Consumer<List<KillCourse>> progress) {
        this.servers = servers;
        this.player = new Player(servers, mark);
        this.gate = gate;
        this.failed = failed;
        this.progress = progress;
    }

    /** In the order of the scenarios. */
    List<Verdict> play(List<Scenario> scenarios) {
        List<KillCourse> courses = scenarios.stream().map(KillCourse::new).toList();
        batches(courses, KillCourse::scenario, SIDE_BY_SIDE).forEach(this::count);
        for (Try way : TRIES) {
            List<Kill> left =
                    courses.stream().flatMap(course -> course.left().stream()).toList();
            for (List<Kill> batch : batches(left, Kill::scenario, way.sideBySide())) {
                kill(batch, way.patience());
                progress.accept(courses);
            }
        }
        return courses.stream().map(KillCourse::verdict).toList();
    }

    /** In their order, since each batch takes as long as its slowest; what kills servers itself is alone. */
    private static <T> List<List<T>> batches(List<T> all, Function<T, Scenario> scenario, int sideBySide) {
        List<List<T>> batches = new ArrayList<>();
        List<T> harmless = new ArrayList<>();
        for (T one : all) {
            if (Suite.isHarmless(scenario.apply(one))) {
                harmless.add(one);
            } else {
                batches.add(List.of(one));
            }
        }
        for (int begin = 0; begin < harmless.size(); begin += sideBySide) {
            batches.add(harmless.subList(begin, Math.min(begin + sideBySide, harmless.size())));
        }
        return batches;
    }

    private void count(List<KillCourse> batch) {
        List<Play> plays = batch.stream().map(course -> play(course.scenario())).toList();
        gate.count(plays.stream().map(Play::runs).toList());
        plays.forEach(Play::begin);
        for (int story = 0; story < plays.size(); story++) {
            Verdict calm = plays.get(story).verdict().join();
            batch.get(story).counted(calm, gate.counted(story));
        }
    }

    private void kill(List<Kill> batch, Duration patience) {
        List<Play> plays = batch.stream().map(kill -> play(kill.scenario())).toList();
        List<CommitGate.Stop> stops = new ArrayList<>();
        for (int story = 0; story < plays.size(); story++) {
            stops.add(new CommitGate.Stop(
                    plays.get(story).runs(), batch.get(story).commit()));
        }
        Set<Integer> killed = gate.killAt(
                stops,
                patience,
                () -> plays.forEach(Play::begin),
                story -> plays.get(story).verdict().isDone(),
                servers::killAndRestartAll);
        for (int story = 0; story < plays.size(); story++) {
            ended(batch.get(story), plays.get(story).verdict().join(), killed.contains(story));
        }
    }

    private void ended(Kill kill, Verdict played, boolean wasKilled) {
        Verdict verdict = kill.verdict(played, wasKilled);
        kill.course().played(kill, verdict, wasKilled);
        if (verdict.outcome() != Outcome.PASSED) {
            failed.accept(verdict);
        }
    }

    private Play play(Scenario scenario) {
        return new Play(player, scenario, mark + "-" + takes++, new CompletableFuture<>());
    }

    private record Play(Player player, Scenario scenario, String mark, CompletableFuture<Verdict> verdict) {

        String runs() {
            return Player.runsOf(scenario, mark);
        }

        void begin() {
            new Thread(() -> verdict.complete(player.play(scenario, Conditions.DISTURBED, mark)), scenario.name())
                    .start();
        }
    }
}
