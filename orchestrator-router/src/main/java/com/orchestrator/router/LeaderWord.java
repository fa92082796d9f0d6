package com.orchestrator.router;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the leader tells all servers of the broker.
 *
 * @param trouble why nothing flows; null when all is well, or no broker is configured
 * @param queues as it saw them last; none before it has
 */
public record LeaderWord(@Nullable String trouble, List<BrokerQueue> queues) {

    /** Nothing to tell. */
    public static final LeaderWord NONE = new LeaderWord(null, List.of());

    public LeaderWord {
        queues = List.copyOf(queues);
    }
}
