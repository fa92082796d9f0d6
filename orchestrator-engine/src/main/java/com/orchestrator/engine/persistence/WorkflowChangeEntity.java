package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.WorkflowChange;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** Row of {@code workflow_changes}; written once. */
@Entity
@Immutable
@Table(name = "workflow_changes")
@IdClass(WorkflowChangeEntity.Key.class)
class WorkflowChangeEntity {

    @Id
    String namespace;

    @Id
    @Column(name = "workflow_name")
    String workflowName;

    @Id
    @Column(name = "change_number")
    int changeNumber;

    @Column(name = "changed_at")
    Instant changedAt;

    @Nullable
    String actor;

    @Nullable
    @Column(columnDefinition = "text")
    String reason;

    @Column(name = "default_revision")
    int defaultRevision;

    boolean paused;

    @SuppressWarnings("NullAway") // Hibernate fills the fields.
    WorkflowChangeEntity() {}

    WorkflowChange toChange() {
        return new WorkflowChange(changeNumber, changedAt, actor, reason, defaultRevision, paused);
    }

    record Key(String namespace, String workflowName, int changeNumber) implements Serializable {
        Key() {
            this("", "", 0);
        }
    }
}
