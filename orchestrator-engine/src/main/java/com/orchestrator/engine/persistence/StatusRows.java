package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.WorkflowChange;
import com.orchestrator.api.model.WorkflowStatus;
import com.orchestrator.engine.service.ListQuery;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** How one workflow stands, in a transaction: the newest revision and the newest change. */
final class StatusRows {

    private final StatelessSession session;
    private final String namespace;
    private final String name;

    StatusRows(StatelessSession session, String namespace, String name) {
        this.session = session;
        this.namespace = namespace;
        this.name = name;
    }

    /** 0 when there is no such workflow. */
    int latestRevision() {
        return session.createSelectionQuery(
                        "select coalesce(max(d.revision), 0) from WorkflowDefinitionEntity d"
                                + " where d.namespace = :namespace and d.workflowName = :name",
                        Integer.class)
                .setParameter("namespace", namespace)
                .setParameter("name", name)
                .getSingleResult();
    }

    private Optional<WorkflowChangeEntity> newestChange() {
        return changes(Integer.MAX_VALUE, 1).stream().findFirst();
    }

    private List<WorkflowChangeEntity> changes(int before, int limit) {
        return session.createSelectionQuery(
                        "from WorkflowChangeEntity c where c.namespace = :namespace and c.workflowName = :name"
                                + " and c.changeNumber < :before order by c.changeNumber desc",
                        WorkflowChangeEntity.class)
                .setParameter("namespace", namespace)
                .setParameter("name", name)
                .setParameter("before", before)
                .setMaxResults(limit)
                .getResultList();
    }

    Optional<WorkflowStatus> status() {
        int latest = latestRevision();
        return latest == 0 ? Optional.empty() : Optional.of(status(latest, newestChange()));
    }

    private WorkflowStatus status(int latest, Optional<WorkflowChangeEntity> newest) {
        return new WorkflowStatus(
                namespace,
                name,
                newest.map(change -> change.defaultRevision).orElse(latest),
                latest,
                newest.map(change -> change.paused).orElse(false));
    }

    /** Writes what is new; nothing when the newest change says the same. */
    void record(WorkflowStatus status, @Nullable String actor, @Nullable String reason) {
        Optional<WorkflowChangeEntity> newest = newestChange();
        boolean isSaid =
                newest.isPresent() && status(status.latestRevision(), newest).equals(status);
        if (!isSaid) {
            WorkflowChangeEntity change = new WorkflowChangeEntity();
            change.namespace = namespace;
            change.workflowName = name;
            change.changeNumber = newest.map(last -> last.changeNumber).orElse(0) + 1;
            change.changedAt = HibernateAccess.now(session);
            change.actor = actor;
            change.reason = reason;
            change.defaultRevision = status.defaultRevision();
            change.paused = status.paused();
            session.insert(change);
        }
    }

    Page<WorkflowChange> page(ListQuery query) {
        List<WorkflowChange> found = changes(Cursor.number(query.cursor()), query.limit() + 1).stream()
                .map(WorkflowChangeEntity::toChange)
                .toList();
        return Cursor.page(found, query.limit(), last -> Cursor.of(String.valueOf(last.number())));
    }
}
