package com.orchestrator.engine.service;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.retention.RetentionChange;
import com.orchestrator.api.retention.RetentionRule;
import com.orchestrator.api.retention.RetentionStatus;
import com.orchestrator.engine.service.LimitService.Applied;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How long runs are kept once they have ended, and how they go. Refusals are {@link com.orchestrator.api.error.OrchestratorException}s.
 */
public interface RetentionService {

    /**
     * Deletes a run that has ended, with all that it has started and all that is kept of them. Durable when it returns; one that was
     * deleted so before is no fault. Its run id is free from then on.
     */
    void deleteRun(Command<ControlRequest> command);

    /**
     * Destroys what a run that has ended carried, and what all that it has started carried; their histories stay. Durable when it
     * returns; the same again is no fault. Refused with {@code ILLEGAL_STATE} for what was never sealed, and for what keeps a run from
     * being deleted.
     */
    void erasePayloads(Command<ControlRequest> command);

    /** A run with all that it has started, and the definitions they are pinned to, as lines of JSON. */
    String exportRun(UUID instanceId);

    /**
     * Takes runs back that were exported, here or elsewhere. Each is there with the history it had, or not at all; those that are there
     * already are passed over, so the same text may be sent again.
     */
    ImportedRuns importRuns(String text, String actor);

    /** Sets how long runs of a namespace are kept. The same again is no change. */
    Applied<RetentionStatus> setRule(String namespace, RetentionRule rule, Author author);

    RetentionStatus getRule(String namespace);

    /** Runs of the namespace are kept until somebody deletes them. Taking away what is not set is no fault. */
    void removeRule(String namespace, Author author);

    /** By namespace. */
    Page<RetentionStatus> listRules(ListQuery query);

    /** Who has changed the rule of a namespace, the newest first. */
    Page<RetentionChange> listRuleChanges(String namespace, ListQuery query);

    /**
     * The same of many, in as few statements as one takes.
     *
     * @return why each is not, in their order; empty for one that is gone
     */
    List<Optional<OrchestratorException>> deleteRuns(List<UUID> instanceIds, ControlRequest request, String actor);

    /** Why each of these could not be deleted now; changes nothing. */
    List<Optional<OrchestratorException>> findObstacles(List<UUID> instanceIds);

    /**
     * {@link #erasePayloads(Command)} of many, one by one.
     *
     * @return why each is not, in their order; empty for one that is
     */
    List<Optional<OrchestratorException>> erasePayloads(List<UUID> instanceIds, ControlRequest request, String actor);

    /** Why each of these could not be erased now; changes nothing. */
    List<Optional<OrchestratorException>> findErasureObstacles(List<UUID> instanceIds);
}
