package com.orchestrator.server.rest.param;

import com.orchestrator.server.rest.json.Refusals;

/** Place in a run's history, as {@code after=17}. */
public record SequenceNumber(long value) {

    public static SequenceNumber fromString(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw Refusals.invalid("/after", "'after' is not a sequence number", "it is the 'next' of the page before");
        }
        return new SequenceNumber(Long.parseLong(text));
    }
}
