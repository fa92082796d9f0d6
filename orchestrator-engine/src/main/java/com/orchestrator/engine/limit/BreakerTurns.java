package com.orchestrator.engine.limit;

import com.orchestrator.api.limit.LimitChange;
import com.orchestrator.api.limit.LimitChange.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a breaker was opened and closed, as far back as is known.
 *
 * @param turns the oldest first
 */
public record BreakerTurns(List<Turn> turns) {

    /** So many of the newest are looked at. */
    public static final int MAX = 200;

    public static final BreakerTurns NONE = new BreakerTurns(List.of());

    public BreakerTurns {
        turns = List.copyOf(turns);
    }

    /** @param opens or closes; one that is taken away is closed */
    public record Turn(Instant at, boolean opens) {}

    /** Null for a change of what is set, which leaves it as it stands. */
    public static @Nullable Turn turn(Instant at, LimitChange.Action action) {
        return action == Action.SET ? null : new Turn(at, action == Action.OPENED);
    }

    /** Whether it holds attempts back now: one at a time it lets through is one, and the others wait. */
    public boolean isOpen() {
        return !turns.isEmpty() && turns.get(turns.size() - 1).opens();
    }

    /** How long it has held attempts back between the two. */
    public Duration openBetween(Instant from, Instant to) {
        Duration open = Duration.ZERO;
        Instant since = null;
        for (Turn turn : turns) {
            if (turn.opens() && since == null) {
                since = turn.at();
            } else if (!turn.opens() && since != null) {
                open = open.plus(overlap(since, turn.at(), from, to));
                since = null;
            }
        }
        return since == null ? open : open.plus(overlap(since, to, from, to));
    }

    private static Duration overlap(Instant begin, Instant end, Instant from, Instant to) {
        Instant first = begin.isAfter(from) ? begin : from;
        Instant last = end.isBefore(to) ? end : to;
        return last.isAfter(first) ? Duration.between(first, last) : Duration.ZERO;
    }
}
