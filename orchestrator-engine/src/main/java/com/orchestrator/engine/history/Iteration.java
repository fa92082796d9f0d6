package com.orchestrator.engine.history;

import org.jspecify.annotations.Nullable;

/** The place of an item in the maps around it: {@code 3}, or {@code 3.0} for the first item of a map inside item 3. */
public final class Iteration {

    private static final char SEPARATOR = '.';

    private Iteration() {}

    /** @param outer where the map stands; null outside of other maps */
    public static String of(@Nullable String outer, int index) {
        return outer == null ? Integer.toString(index) : outer + SEPARATOR + index;
    }

    /** Where the innermost map itself stands. */
    public static @Nullable String outer(@Nullable String iteration) {
        if (iteration == null) {
            return null;
        }
        int last = iteration.lastIndexOf(SEPARATOR);
        return last < 0 ? null : iteration.substring(0, last);
    }

    /** Index of the item in the innermost map. */
    public static int index(String iteration) {
        return Integer.parseInt(iteration.substring(iteration.lastIndexOf(SEPARATOR) + 1));
    }

    /** The same place as so many maps see it, counted from the outside; null for none. */
    public static @Nullable String prefix(@Nullable String iteration, int maps) {
        if (iteration == null || maps == 0) {
            return null;
        }
        int end = -1;
        for (int i = 0; i < maps; i++) {
            end = iteration.indexOf(SEPARATOR, end + 1);
            if (end < 0) {
                return i == maps - 1 ? iteration : null;
            }
        }
        return iteration.substring(0, end);
    }
}
