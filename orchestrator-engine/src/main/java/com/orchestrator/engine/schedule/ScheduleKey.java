package com.orchestrator.engine.schedule;

import java.util.Comparator;

/** What a schedule is called. In this order schedules are locked. */
public record ScheduleKey(String namespace, String name) implements Comparable<ScheduleKey> {

    private static final Comparator<ScheduleKey> ORDER =
            Comparator.comparing(ScheduleKey::namespace).thenComparing(ScheduleKey::name);

    @Override
    public int compareTo(ScheduleKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
