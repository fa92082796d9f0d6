package com.orchestrator.test;

import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong at a point of a story: with a delivery, or with the server at one of its commits.
 *
 * @param at the point, counted from 1 over deliveries and commits together: the same for the same story
 * @param fault of a delivery; null at a commit
 * @param kill of the server; null at a delivery
 */
record Mishap(int at, @Nullable Fault fault, KillableStore.@Nullable Moment kill) {

    static Mishap of(int at, Fault fault) {
        return new Mishap(at, fault, null);
    }

    static Mishap of(int at, KillableStore.Moment kill) {
        return new Mishap(at, null, kill);
    }

    /**
     * As {@link #toString} writes it.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Mishap parse(String text) {
        int colon = text.indexOf(':');
        try {
            int at = Integer.parseInt(text.substring(0, Math.max(0, colon)));
            String name = text.substring(colon + 1);
            for (KillableStore.Moment moment : KillableStore.Moment.values()) {
                if (moment.name().equals(name)) {
                    return of(at, moment);
                }
            }
            return of(at, Fault.valueOf(name));
        } catch (IllegalArgumentException none) {
            throw new IllegalArgumentException("'" + text + "' is no mishap; one is for example 4:LOST_AFTER", none);
        }
    }

    @Override
    public String toString() {
        return at + ":" + (fault == null ? String.valueOf(kill) : fault.name());
    }
}
