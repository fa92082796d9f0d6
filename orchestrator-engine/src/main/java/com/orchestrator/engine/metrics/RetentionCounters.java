package com.orchestrator.engine.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What this server has deleted, and what its last walk over all runs has met. Safe for many threads. */
public final class RetentionCounters {

    final LongAdder byHand = new LongAdder();
    final LongAdder byRule = new LongAdder();
    final LongAdder archived = new LongAdder();
    final Map<String, Sight> sights = new ConcurrentHashMap<>();

    /**
     * What a walk over the runs of a namespace has met.
     *
     * @param held runs that are due and kept by a label
     * @param waiting runs that are due and wait for a child that goes on
     * @param overdue for how long the one had been due that was so for the longest
     */
    public record Sight(long held, long waiting, Duration overdue) {
        public static final Sight NOTHING = new Sight(0, 0, Duration.ZERO);

        public Sight and(Sight more) {
            return new Sight(
                    held + more.held,
                    waiting + more.waiting,
                    overdue.compareTo(more.overdue) > 0 ? overdue : more.overdue);
        }
    }

    public void deletedByHand(int runs) {
        byHand.add(runs);
    }

    public void deletedByRule(int runs) {
        byRule.add(runs);
    }

    public void archived(int runs) {
        archived.add(runs);
    }

    /** A walk has come to its end. */
    public void walked(String namespace, Sight sight) {
        sights.put(namespace, sight);
    }

    /** Only these namespaces have a rule. */
    public void only(Set<String> namespaces) {
        sights.keySet().retainAll(namespaces);
    }

    Sight all() {
        return sights.values().stream().reduce(Sight.NOTHING, Sight::and);
    }
}
