package com.orchestrator.engine.plan;

/** How many items of a map may fail: a number, or a percentage rounded down, whichever is more. */
public record Tolerance(int failures, double percentage) {
    public static final Tolerance NONE = new Tolerance(0, 0);

    /** Of so many items. */
    int of(int items) {
        return Math.max(failures, (int) Math.floor(items * percentage / 100));
    }
}
