package com.orchestrator.conformance;

import com.orchestrator.conformance.rig.CommitGate;
import com.orchestrator.conformance.rig.OwnServers;
import com.orchestrator.conformance.scenario.Scenario;
import com.orchestrator.conformance.stage.Conditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Plays each scenario once to count its commits, and then once per commit, with all servers killed at that commit: it is in
 * the database, and nobody has heard of it. Scenarios are played beside each other, so that one kill meets each of them at a
 * commit of its own; what a scenario did not come to, because others held up its lane or it waited for a time to come, is
 * played again among fewer and with more patience, and in the end alone.
 */
final class KillSuite {

    static final int SIDE_BY_SIDE = 14;

    /** How commits are waited for, by how often a scenario was played for the one it is at. */
    private static final List<Try> TRIES = List.of(
            new Try(SIDE_BY_SIDE, Duration.ofSeconds(4)),
            new Try(4, Duration.ofSeconds(20)),
            new Try(1, Duration.ofMinutes(2)));

    /**
     * One way of playing.
     *
     * @param sideBySide how many scenarios
     * @param patience with one that does not move, while others are held
     */
    private record Try(int sideBySide, Duration patience) {}

    private final OwnServers servers;
    private final String mark = Suite.newMark();
    private final Player player;
    private final CommitGate gate;
    private final Consumer<Verdict> listener;
    private final Consumer<List<KillCourse>> progress;
    private int takes;

    /**
     * @param listener is told each verdict when it is known
     * @param progress is told after each kill how far all have come
     */
    KillSuite(OwnServers servers, CommitGate gate, Consumer<Verdict> listener, Consumer<List<KillCourse>> progress) {
        this.servers = servers;
        this.player = new Player(servers, mark);
        this.gate = gate;
        this.listener = listener;
        this.progress = progress;
    }

    /** In the order of the scenarios. */
    List<Verdict> play(List<Scenario> scenarios) {
        List<KillCourse> courses = scenarios.stream().map(KillCourse::new).toList();
        List<KillCourse> uncounted = new ArrayList<>(courses);
        while (!uncounted.isEmpty()) {
            List<KillCourse> batch = together(uncounted, SIDE_BY_SIDE);
            uncounted.removeAll(batch);
            count(batch);
        }
        List<KillCourse> open = open(courses);
        while (!open.isEmpty()) {
            int tries = open.stream().mapToInt(KillCourse::tries).min().orElseThrow();
            List<KillCourse> batch =
                    open.stream().filter(course -> course.tries() == tries).toList();
            kill(together(batch, TRIES.get(tries).sideBySide()), tries);
            progress.accept(courses);
            open = open(courses);
        }
        return courses.stream().map(KillCourse::verdict).toList();
    }

    private static List<KillCourse> open(List<KillCourse> courses) {
        return courses.stream().filter(course -> !course.isOver()).toList();
    }

    private static boolean isLast(int tries) {
        return tries == TRIES.size() - 1;
    }

    /** Those that have most to do, since each batch takes as long as the slowest; one that kills servers itself is alone. */
    private static List<KillCourse> together(List<KillCourse> courses, int sideBySide) {
        List<KillCourse> harmless = courses.stream()
                .filter(course -> Suite.isHarmless(course.scenario()))
                .sorted(Comparator.comparing(KillCourse::left).reversed())
                .limit(sideBySide)
                .toList();
        return harmless.isEmpty() ? List.of(courses.get(0)) : harmless;
    }

    private void count(List<KillCourse> batch) {
        List<Play> plays = plays(batch);
        gate.count(plays.stream().map(Play::runs).toList());
        plays.forEach(Play::begin);
        for (int story = 0; story < plays.size(); story++) {
            Verdict calm = plays.get(story).verdict().join();
            batch.get(story).counted(calm, gate.counted(story));
            tellIfOver(batch.get(story));
        }
    }

    private void kill(List<KillCourse> batch, int tries) {
        List<Play> plays = plays(batch);
        List<CommitGate.Stop> stops = new ArrayList<>();
        for (int story = 0; story < plays.size(); story++) {
            stops.add(new CommitGate.Stop(
                    plays.get(story).runs(), batch.get(story).next()));
        }
        Set<Integer> killed = gate.killAt(
                stops,
                TRIES.get(tries).patience(),
                () -> plays.forEach(Play::begin),
                story -> plays.get(story).verdict().isDone(),
                servers::killAndRestartAll);
        for (int story = 0; story < plays.size(); story++) {
            Verdict verdict = plays.get(story).verdict().join();
            batch.get(story).played(verdict, killed.contains(story), isLast(tries));
            tellIfOver(batch.get(story));
        }
    }

    private void tellIfOver(KillCourse course) {
        if (course.isOver()) {
            listener.accept(course.verdict());
        }
    }

    private List<Play> plays(List<KillCourse> batch) {
        return batch.stream()
                .map(course -> new Play(player, course.scenario(), mark + "-" + takes++, new CompletableFuture<>()))
                .toList();
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
