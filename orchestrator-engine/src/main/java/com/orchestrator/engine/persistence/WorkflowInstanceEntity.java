package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.WorkflowState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Row of {@code workflow_instances} as people read it. Never written here: that is the run store's. */
@Entity
@Immutable
@Table(name = "workflow_instances")
class WorkflowInstanceEntity {

    @Id
    @Column(name = "instance_id")
    UUID instanceId;

    String namespace;

    @Column(name = "workflow_name")
    String workflowName;

    int revision;

    @Column(name = "run_id")
    String runId;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    WorkflowState state;

    @Formula("(SELECT e.last_sequence_number FROM events e WHERE e.workflow_instance_id = instance_id"
            + " ORDER BY e.sequence_number DESC LIMIT 1)")
    long sequenceNumber;

    short priority;

    @Column(columnDefinition = "text")
    @Nullable
    String labels;

    @Column(columnDefinition = "text")
    @Nullable
    String cause;

    @Column(name = "output_sequence")
    @Nullable
    Long outputSequence;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "started_at")
    @Nullable
    Instant startedAt;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    @Column(name = "parent_instance_id")
    @Nullable
    UUID parentInstanceId;

    @SuppressWarnings("NullAway") // Hibernate fills the fields.
    WorkflowInstanceEntity() {}
}
