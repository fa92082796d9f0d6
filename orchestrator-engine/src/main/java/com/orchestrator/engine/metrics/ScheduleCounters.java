package com.orchestrator.engine.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What has become of times of schedules on this server, by outcome. Safe for many threads. */
public final class ScheduleCounters {

    final Map<String, LongAdder> fires = new ConcurrentHashMap<>();

    /** Times have come, and something was decided about them; a start counts when it was made. */
    public void decided(String state, int times) {
        if (!state.equals("STARTING")) {
            count(state, times);
        }
    }

    /** A start was made, or refused. */
    public void settled(String state) {
        count(state.equals("OPEN") ? "STARTED" : state, 1);
    }

    private void count(String outcome, int times) {
        fires.computeIfAbsent(outcome, absent -> new LongAdder()).add(times);
    }
}
