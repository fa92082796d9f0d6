package com.orchestrator.engine.store;

import com.orchestrator.engine.service.FeedPosition;
import java.util.UUID;

/** A page of a history: what one transaction has appended to one run. */
public record PageRef(long number, UUID instanceId, long firstSequenceNumber) implements Comparable<PageRef> {

    /** Before the first event of the page. */
    private FeedPosition before() {
        return new FeedPosition(number, instanceId, firstSequenceNumber - 1);
    }

    /** Whether the page may hold something that comes behind the position. */
    public boolean mayBeBehind(FeedPosition position) {
        boolean isOfSameRun = number == position.number() && instanceId.equals(position.instanceId());
        return isOfSameRun || before().compareTo(position) > 0;
    }

    @Override
    public int compareTo(PageRef other) {
        return before().compareTo(other.before());
    }
}
