package com.orchestrator.engine.store;

import com.orchestrator.engine.limit.RuleName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What rules have given out, looked at as a whole: for limits that are new, for whoever recounts, and for figures. Each call is one transaction. */
public interface PermitStore {

    /** The database's time, and the transactions of engines that are open. */
    OpenTransactions openTransactions();

    /**
     * All runs that may have attempts under way, whoever has handed those out: each lease has a row or is watched. Sees what every
     * transaction has done that had ended before.
     */
    List<UUID> runsUnderWay();

    /**
     * These limits know what is under way, and let in from now on.
     *
     * @param since the change by which each was new; one that was set anew since stays shut
     */
    void adopted(Map<RuleName, Long> since);

    /** Permits in the order of rule and attempt, behind this one. */
    List<Permit> list(@Nullable Permit after, int limit);

    /** Attempts in flight by rule, of budgets; the fullest. */
    Map<RuleName, Long> budgets(int limit);

    /**
     * Looks at a piece of the places of fair strands, and forgets those of keys that would get the same one without: whose tasks are
     * long past.
     *
     * @return the last it has looked at; empty when there was none behind {@code after}
     */
    Optional<PlaceKey> forgetPlaces(PlaceKey after, int limit);

    /** @param open names that no other transaction gets while the database is up */
    record OpenTransactions(Instant at, Set<String> open) {

        public OpenTransactions {
            open = Set.copyOf(open);
        }
    }

    /** A key of a fair strand. */
    record PlaceKey(Strand strand, String key) {

        public static final PlaceKey BEFORE_ALL = new PlaceKey(new Strand("", "", 0), "");
    }
}
