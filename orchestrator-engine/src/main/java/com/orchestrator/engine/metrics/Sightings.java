package com.orchestrator.engine.metrics;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.store.Surroundings;
import com.orchestrator.engine.store.WatchStore.Backlog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What chores have seen in the database when they last looked. Whoever reads it does not look again. */
public final class Sightings {

    private volatile List<Backlog> backlog = List.of();
    private volatile Map<WorkflowState, Long> openRuns = Map.of();
    private volatile Map<RuleName, Long> budgets = Map.of();
    private volatile Surroundings surroundings = Surroundings.NONE;
    private volatile long setAside;
    private volatile long openIncidents;
    private volatile long batches;
    private volatile long lostInLastWalk;
    private final LongAdder lostInThisWalk = new LongAdder();

    public void backlogIs(List<Backlog> seen) {
        backlog = List.copyOf(seen);
    }

    List<Backlog> backlog() {
        return backlog;
    }

    /** Attempts in flight, by budget. */
    public void budgetsAre(Map<RuleName, Long> used) {
        budgets = Map.copyOf(used);
    }

    Map<RuleName, Long> budgets() {
        return budgets;
    }

    /** A run that nothing would have moved. */
    public void wakeSourceIsLost() {
        lostInThisWalk.increment();
    }

    /** A walk over all runs that have not ended is over. */
    public void walked(Map<WorkflowState, Long> states) {
        openRuns = Map.copyOf(states);
        lostInLastWalk = lostInThisWalk.sumThenReset();
    }

    public void surroundingsAre(Surroundings seen) {
        surroundings = seen;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    public void setAsideAre(long runs) {
        setAside = runs;
    }

    long setAside() {
        return setAside;
    }

    public void openIncidentsAre(long incidents) {
        openIncidents = incidents;
    }

    long openIncidents() {
        return openIncidents;
    }

    public void batchesAre(long running) {
        batches = running;
    }

    long batches() {
        return batches;
    }

    Map<WorkflowState, Long> openRuns() {
        return openRuns;
    }

    /** In this walk or in the last one, so that a scrape between the two does not miss them. */
    long withoutWakeSource() {
        return Math.max(lostInLastWalk, lostInThisWalk.sum());
    }
}
