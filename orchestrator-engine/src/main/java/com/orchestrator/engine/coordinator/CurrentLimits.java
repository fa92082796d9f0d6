package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.limit.LimitBook;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.store.LimitStore;
import com.orchestrator.engine.store.RunTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The limits as this server knows them. Read when it starts, at once when it changes one itself, and when the sweep sees that the
 * counter has moved, which another server's change does. What it knows is good for a while; a batch that comes later reads it anew, so
 * that a server whose sweeps are held up hands nothing out by limits that are no more.
 */
public final class CurrentLimits {

    /** By the database's clock, since it was last found to be so. A sweep comes each second, so batches seldom have to ask. */
    public static final Duration GOOD_FOR = Duration.ofMillis(2_500);

    private final LimitStore store;
    private volatile Known known;

    /** Where the counter stood in the last sweep. */
    private long swept = -1;

    /** @param at the database's time before it was read */
    private record Known(LimitBook book, Instant at) {}

    CurrentLimits(LimitStore store) {
        this.store = store;
        this.known = new Known(store.read(), Instant.EPOCH);
    }

    LimitBook book() {
        return known.book();
    }

    /** Limits that let nothing in until what is under way is counted, with the change since which. */
    public Map<RuleName, Long> adopting() {
        return book().adopting();
    }

    /** Budgets that are set, that for all who have none of their own among them. */
    public List<RuleName> budgets() {
        return book().limits().keySet().stream()
                .filter(rule -> rule.kind() == RuleName.Kind.BUDGET)
                .toList();
    }

    /** Before a batch goes by them. */
    void keepFresh(RunTransaction transaction) {
        Instant now = transaction.now();
        if (now.isAfter(known.at().plus(GOOD_FOR))) {
            learn(transaction.readLimits(), now);
        }
    }

    /**
     * Reads them again unless the counter stands where it stood.
     *
     * @param at the database's time before the counter was read
     * @return whether it has moved since the last sweep
     */
    public boolean bringTo(long version, Instant at) {
        boolean moved = version != swept;
        swept = version;
        learn(version == book().version() ? book() : store.read(), at);
        return moved;
    }

    /** Reads them again. */
    public void reload() {
        learn(store.read(), known.at());
    }

    /** What was read earlier and comes later tells nothing. */
    private synchronized void learn(LimitBook book, Instant at) {
        if (book.version() >= known.book().version()) {
            known = new Known(book, at.isAfter(known.at()) ? at : known.at());
        }
    }
}
