package com.orchestrator.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Lets a load run until the JVMs have compiled what they need: on few cores the compilers take a third of them for the first
 * minute, which says nothing about the load.
 */
final class WarmUp {

    private static final int SECONDS_MIN = 8;
    private static final int SECONDS_MAX = 240;
    private static final int CALM_SECONDS = 5;
    private static final double CALM_CORES = 0.05;

    private final Deque<Double> readings = new ArrayDeque<>();
    private final Rig rig;

    private WarmUp(Rig rig) {
        this.rig = rig;
    }

    /** @param state a few words about the moment */
    static void of(Rig rig, String what, Supplier<String> state) {
        WarmUp warmUp = new WarmUp(rig);
        Progress.watchUntil(what + ": warming up", SECONDS_MIN, SECONDS_MAX, warmUp::isCalm, state);
    }

    /** Asked once a second. */
    private boolean isCalm() {
        readings.addLast(rig.compilersCpu());
        if (readings.size() <= CALM_SECONDS) {
            return false;
        }
        double before = readings.removeFirst();
        return (readings.getLast() - before) / CALM_SECONDS < CALM_CORES;
    }
}
