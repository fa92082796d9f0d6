package com.orchestrator.server.rest.param;

import com.orchestrator.server.rest.json.Refusals;

/** In which order runs are listed. */
public record Sort(boolean ascending) {

    private static final String STARTED = "startedAt";

    public static Sort fromString(String text) {
        if (text.equals(STARTED) || text.equals("-" + STARTED)) {
            return new Sort(!text.startsWith("-"));
        }
        throw Refusals.invalid(
                "/sort",
                "Runs cannot be sorted by '" + text + "'",
                "only what has an index can be sorted by: '-startedAt' is the newest first, 'startedAt' the oldest;"
                        + " a run that has not started stands where it was made");
    }
}
