package com.orchestrator.conformance;

import com.orchestrator.conformance.rig.Servers;
import com.orchestrator.conformance.scenario.Scenario;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Plays scenarios: those that do not harm each other side by side, the others after them, one by one. */
public final class Suite {

    private static final int SIDE_BY_SIDE = 8;
    private static final int MARK_BYTES = 4;

    private final Player player;
    private final Consumer<Verdict> listener;

    /** @param listener is told each verdict when it is known */
    public Suite(Servers servers, Consumer<Verdict> listener) {
        this.player = new Player(servers, newMark());
        this.listener = listener;
    }

    static String newMark() {
        byte[] mark = new byte[MARK_BYTES];
        new SecureRandom().nextBytes(mark);
        return HexFormat.of().formatHex(mark);
    }

    /** In the order of the scenarios. */
    public List<Verdict> play(List<Scenario> scenarios) {
        Map<Scenario, Verdict> verdicts = new HashMap<>(
                playSideBySide(scenarios.stream().filter(Suite::isHarmless).toList()));
        scenarios.stream()
                .filter(scenario -> !isHarmless(scenario))
                .forEach(scenario -> verdicts.put(scenario, play(scenario)));
        return scenarios.stream()
                .map(scenario -> Objects.requireNonNull(verdicts.get(scenario)))
                .toList();
    }

    private Map<Scenario, Verdict> playSideBySide(List<Scenario> scenarios) {
        ExecutorService crowd = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try {
            Map<Scenario, CompletableFuture<Verdict>> begun = new LinkedHashMap<>();
            scenarios.forEach(
                    scenario -> begun.put(scenario, CompletableFuture.supplyAsync(() -> play(scenario), crowd)));
            Map<Scenario, Verdict> verdicts = new HashMap<>();
            begun.forEach((scenario, verdict) -> verdicts.put(scenario, verdict.join()));
            return verdicts;
        } finally {
            crowd.shutdownNow();
        }
    }

    /** Whether others can be played beside it. */
    static boolean isHarmless(Scenario scenario) {
        return !scenario.needs().contains(Scenario.Need.OWN_SERVERS);
    }

    private Verdict play(Scenario scenario) {
        Verdict verdict = player.play(scenario);
        listener.accept(verdict);
        return verdict;
    }
}
