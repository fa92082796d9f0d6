package com.orchestrator.engine.store;

import com.orchestrator.api.model.CountBy;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.RunCount;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.service.InstanceQuery;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What people read. Never used by a decision. */
public interface ReadStore {

    /** With input and output. */
    Optional<WorkflowInstance> findInstance(UUID instanceId);

    /** Without input and output; newest first. */
    Page<WorkflowInstance> listInstances(InstanceQuery query);

    /** How many of each kind fit, exact up to a bound. */
    RunCount countInstances(RunFilter filter, CountBy by);

    /**
     * In order, up to the first event that cannot be read.
     *
     * @throws UnreadablePage when that is the first one asked for
     */
    Page<HistoryEntry> history(UUID instanceId, long afterSequenceNumber, int limit);

    /** The namespace of each of the given runs; nothing of those that are not there. */
    Map<UUID, String> namespaces(Collection<UUID> instanceIds);

    /** Those of the given runs that have ended or rest. */
    Set<UUID> findAtRest(Collection<UUID> instanceIds);
}
