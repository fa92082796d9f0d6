package com.orchestrator.engine.store;

import com.orchestrator.api.model.Incident;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.explain.Facts;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleUse;
import com.orchestrator.engine.store.LeaseStore.ProgressKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** How things stand at one moment: what is read through it is of one commit, however often it is asked. */
public interface Snapshot {

    /** {@code engine_now()}. */
    Instant now();

    /** All events of a run; none when there is no such run. */
    List<Entry> history(UUID instanceId);

    /** The open incident of a run that is set aside. */
    Optional<Incident> incident(UUID instanceId);

    /** Those of the given attempts that have a row. */
    Map<UUID, Facts.Row> rows(Collection<UUID> executionIds);

    /** When a run that exists is to wake up by itself; empty for never. */
    Optional<Instant> wakeAt(UUID instanceId);

    /** Whether somebody will look at leases of the run that have no row. */
    boolean isWatched(UUID instanceId);

    /** States of the runs that exist among these, as lists show them. */
    Map<UUID, WorkflowState> states(Collection<UUID> instanceIds);

    /** Who holds what only so many runs may hold, and who waits for it. */
    Map<String, Facts.Line> lines(Collection<String> names);

    /** @return queues by name; one that was never polled and has nothing ready is there, too */
    Map<String, Facts.Queue> queues(Collection<String> queues);

    /** How rules stand. */
    Map<Rule, RuleUse> rules(Collection<Rule> rules);

    /** Workers that were heard of lately, and the given ones if they were ever. */
    List<Facts.Worker> workers(Collection<String> workerIds);

    /** Last progress that any attempt has reported; absent when none was. */
    Map<ProgressKey, Payload> progress(Collection<ProgressKey> keys);
}
