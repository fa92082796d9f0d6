package com.orchestrator.engine.store;

import com.orchestrator.api.model.Page;
import com.orchestrator.engine.definition.CompiledDefinition;
import com.orchestrator.engine.service.DefinitionSummary;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.StoredDefinition;
import java.util.Optional;

/** Immutable revisions of definitions. */
public interface DefinitionStore {

    /** Stores it under the next revision, or finds the revision with the same SHA-256. Safe against races. */
    Registered register(CompiledDefinition definition, String source);

    /** One revision; the newest when {@code revision} is empty. */
    Optional<StoredDefinition> find(String namespace, String name, Optional<Integer> revision);

    /** Newest revision of each workflow, by namespace and name. */
    Page<DefinitionSummary> list(ListQuery query);

    /** All revisions of one workflow, the newest first; none when there is no such workflow. */
    Page<DefinitionSummary> revisions(String namespace, String name, ListQuery query);

    /** @param created false when the same content was there */
    record Registered(int revision, boolean created) {}
}
