package com.orchestrator.conformance;

import com.orchestrator.conformance.rig.Servers;
import com.orchestrator.conformance.scenario.Scenario;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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
        ExecutorService crowd = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try {
            List<CompletableFuture<Verdict>> begun = new ArrayList<>();
            scenarios.forEach(scenario -> begun.add(
                    isHarmless(scenario)
                            ? CompletableFuture.supplyAsync(() -> play(scenario), crowd)
                            : new CompletableFuture<>()));
            begun.stream()
                    .filter(verdict -> isHarmless(scenarios.get(begun.indexOf(verdict))))
                    .forEach(CompletableFuture::join);
            for (int i = 0; i < begun.size(); i++) {
                if (!isHarmless(scenarios.get(i))) {
                    begun.get(i).complete(play(scenarios.get(i)));
                }
            }
            return begun.stream().map(CompletableFuture::join).toList();
        } finally {
            crowd.shutdownNow();
        }
    }

    private static boolean isHarmless(Scenario scenario) {
        return !scenario.needs().contains(Scenario.Need.OWN_SERVERS);
    }

    private Verdict play(Scenario scenario) {
        Verdict verdict = player.play(scenario);
        listener.accept(verdict);
        return verdict;
    }
}
