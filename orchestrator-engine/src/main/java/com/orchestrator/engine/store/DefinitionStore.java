package com.orchestrator.engine.store;

import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.WorkflowChange;
import com.orchestrator.api.model.WorkflowStatus;
import com.orchestrator.api.request.WorkflowUpdate;
import com.orchestrator.engine.definition.CompiledDefinition;
import com.orchestrator.engine.find.AttributeTypes;
import com.orchestrator.engine.service.DefinitionSummary;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.StoredDefinition;
import com.orchestrator.engine.service.WorkflowOverview;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Immutable revisions of definitions, and which of them is the default. */
public interface DefinitionStore {

    /**
     * Stores it under the next revision, or finds the revision with the same SHA-256, and makes it the default. Safe against
     * races.
     */
    Registered register(CompiledDefinition definition, String source, @Nullable String actor);

    /** How the workflow stands; empty when there is none. */
    Optional<WorkflowStatus> status(String namespace, String name);

    /**
     * Changes how it stands; the same again changes nothing.
     *
     * @throws com.orchestrator.api.error.OrchestratorException {@code NOT_FOUND} when there is no such workflow or revision
     */
    WorkflowStatus update(String namespace, String name, WorkflowUpdate update, @Nullable String actor);

    /** Who has changed how it stands, the newest first. */
    Page<WorkflowChange> changes(String namespace, String name, ListQuery query);

    /** One revision; the newest when {@code revision} is empty. */
    Optional<StoredDefinition> find(String namespace, String name, Optional<Integer> revision);

    /**
     * Newest revision of each workflow, by namespace and name.
     *
     * @param namespace the only one; all when null
     */
    Page<WorkflowOverview> list(@Nullable String namespace, ListQuery query);

    /** All revisions of one workflow, the newest first; none when there is no such workflow. */
    Page<DefinitionSummary> revisions(String namespace, String name, ListQuery query);

    /** Search attributes that any revision of any workflow has, with the types they have somewhere. */
    AttributeTypes attributeTypes();

    /** @param created false when the same content was there */
    record Registered(int revision, boolean created) {}
}
