package com.orchestrator.engine.store;

import com.orchestrator.engine.InvariantViolation;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one transaction has added to a history cannot be read; what lies before and behind it may well be. */
public final class UnreadablePage extends InvariantViolation {

    private static final long serialVersionUID = 1L;

    private final long firstSequence;
    private final long lastSequence;

    /**
     * @param firstSequence number of the first event of the page
     * @param lastSequence number of its last event
     * @param text what is stored
     */
    public UnreadablePage(
            UUID instanceId, long firstSequence, long lastSequence, String text, @Nullable Throwable cause) {
        super(
                "Events " + firstSequence + " to " + lastSequence + " of " + instanceId + " cannot be read: " + text,
                cause);
        this.firstSequence = firstSequence;
        this.lastSequence = lastSequence;
    }

    /** Number of the first event that cannot be read. */
    public long firstSequence() {
        return firstSequence;
    }

    /** Number of the last event that cannot be read because of this page. */
    public long lastSequence() {
        return lastSequence;
    }
}
