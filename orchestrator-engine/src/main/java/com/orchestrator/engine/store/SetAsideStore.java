package com.orchestrator.engine.store;

import com.orchestrator.api.model.Incident;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs that a fault keeps from going on. They are remembered beside their histories, which may be what cannot be read, and
 * their rows are hidden from whoever looks for work. Each call is one transaction.
 */
public interface SetAsideStore {

    /** A fault that was met at a run, by a server process. */
    record Fault(UUID instanceId, UUID incidentId, String code, String message, UUID server) {}

    /**
     * Sets a run aside and hides what others find it by.
     *
     * @return the open incident: the one named, or an earlier one of the same run, with what was met now
     */
    Incident setAside(Fault fault);

    /** The open incident of a run. */
    Optional<Incident> find(UUID instanceId);

    /** Keeps what a worker has reported until the run goes on; what is kept already stays as it is. */
    void keep(KeptReport report);

    /**
     * Runs that are set aside and that a server process has not tried to work on, or not for an hour.
     *
     * @param after the id to begin behind
     */
    List<UUID> untried(UUID server, UUID after, int limit);

    /** How many runs are set aside, counted up to a limit. */
    long count();
}
