package com.orchestrator.engine.store;

import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.service.ListQuery;
import java.util.Collection;
import java.util.UUID;

/** What handlers have written for people to read. Never used by a decision. */
public interface LogStore {

    /** Keeps lines of runs that there are; those it has already, and those of no run, are left out. */
    void append(Collection<LogLine> lines);

    /** The lines of a run: attempts in the order they were made, leases and lines in the order of their numbers. */
    Page<LogLine> list(UUID instanceId, ListQuery query);
}
