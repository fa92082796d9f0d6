package com.orchestrator.engine.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** Row of {@code workflow_definitions}; written once. */
@Entity
@Immutable
@Table(name = "workflow_definitions")
@IdClass(WorkflowDefinitionEntity.Key.class)
class WorkflowDefinitionEntity {

    @Id
    String namespace;

    @Id
    @Column(name = "workflow_name")
    String workflowName;

    @Id
    int revision;

    String sha256;

    byte[] canonical;

    @Column(columnDefinition = "text")
    String source;

    @Column(name = "created_at")
    Instant createdAt;

    @SuppressWarnings("NullAway") // Hibernate fills the fields.
    WorkflowDefinitionEntity() {}

    record Key(String namespace, String workflowName, int revision) implements Serializable {
        Key() {
            this("", "", 0);
        }
    }
}
