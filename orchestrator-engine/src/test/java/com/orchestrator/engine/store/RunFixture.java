package com.orchestrator.engine.store;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.find.FieldValue;
import com.orchestrator.engine.find.NotableStates;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.incident.IncidentChanges;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One run as a batch would record it, step by step; keeps what the store should have. */
public final class RunFixture {

    private static final AtomicLong IDS = new AtomicLong();

    public final UUID instanceId;
    public final String runId;
    String namespace = "shop";
    String workflow = "order";
    Map<String, String> labels = Map.of();

    /** To be recorded with the next step. */
    Map<RunField, FieldValue> attributes = Map.of();

    /** To be recorded with the next step. */
    IncidentChanges incidents = IncidentChanges.NONE;

    private boolean wasNotable;
    private boolean hadEnded;
    Payload input = Payload.ofJson("{\"n\":1}");
    WorkflowState state = WorkflowState.RUNNING;
    RunRecord.Names names = RunRecord.Names.SAME;

    @Nullable
    Instant wakeAt;

    @Nullable
    UUID parentInstanceId;

    private final Instant createdAt;
    private @Nullable Cause cause;
    private @Nullable Long outputSequence;
    private @Nullable Instant endedAt;
    private long sequenceNumber;
    private int executions;

    public RunFixture(String runId, Instant createdAt) {
        this(nextId(), runId, createdAt);
    }

    public RunFixture(UUID instanceId, String runId, Instant createdAt) {
        this.instanceId = instanceId;
        this.runId = runId;
        this.createdAt = createdAt;
    }

    /** Strictly ordered ids, spread over all shards. */
    public static UUID nextId() {
        long number = IDS.incrementAndGet();
        return new UUID(0x0190_0000_0000_7000L + (number << 16), 0x8000_0000_0000_0000L | number << 24);
    }

    public RunKey key() {
        return new RunKey(namespace, workflow, runId);
    }

    public long sequenceNumber() {
        return sequenceNumber;
    }

    public ExecutionBuilder execution() {
        return new ExecutionBuilder(ExecutionId.of(instanceId, ++executions), instanceId, createdAt);
    }

    /** The record of a new run with its first executions. */
    public RunRecord start(ExecutionRow... waiting) {
        RunEvent started = new LifecycleEvent.WorkflowStarted(
                namespace, workflow, 1, runId, Priority.DEFAULT, labels, null, null, null, null, null);
        sequenceNumber = 1;
        Entry entry = new Entry(1, createdAt, "caller", started, input);
        return new RunRecord(
                instanceId,
                0,
                List.of(entry),
                instance(),
                List.of(waiting),
                List.of(),
                List.of(),
                false,
                PermitChange.NONE,
                names,
                RunRecord.Form.ROWS,
                null,
                finding(),
                hadEnded());
    }

    /** The record of one more event, with the executions it changes. */
    public RunRecord move(ExecutionRow... updated) {
        return move(new LifecycleEvent.WorkflowPaused("because"), null, List.of(), List.of(updated));
    }

    public RunRecord move(
            RunEvent event, @Nullable Payload payload, List<ExecutionRow> inserted, List<ExecutionRow> updated) {
        long expected = sequenceNumber;
        sequenceNumber++;
        Entry entry = new Entry(sequenceNumber, createdAt, null, event, payload);
        return new RunRecord(
                instanceId,
                expected,
                List.of(entry),
                instance(),
                inserted,
                updated,
                List.of(),
                state.isTerminal(),
                PermitChange.NONE,
                RunRecord.Names.SAME,
                RunRecord.Form.ROWS,
                null,
                finding(),
                hadEnded());
    }

    /** The record of one more event with which its attempts take and give back permits. */
    public RunRecord permits(PermitChange permits) {
        RunRecord moved = move();
        return new RunRecord(
                instanceId,
                moved.expectedSequenceNumber(),
                moved.events(),
                null,
                List.of(),
                List.of(),
                List.of(),
                false,
                permits,
                RunRecord.Names.SAME,
                RunRecord.Form.ROWS,
                null,
                finding(),
                hadEnded());
    }

    /** The record of one more event after which these executions need no row. */
    public RunRecord without(ExecutionRow... gone) {
        RunRecord moved = move();
        List<UUID> deleted =
                List.of(gone).stream().map(ExecutionRow::executionId).toList();
        return new RunRecord(
                instanceId,
                moved.expectedSequenceNumber(),
                moved.events(),
                null,
                List.of(),
                List.of(),
                deleted,
                false,
                PermitChange.NONE,
                RunRecord.Names.SAME,
                RunRecord.Form.ROWS,
                null,
                finding(),
                hadEnded());
    }

    public RunRecord complete(Payload output) {
        state = WorkflowState.COMPLETED;
        endedAt = createdAt.plusSeconds(1);
        outputSequence = sequenceNumber + 1;
        return move(new LifecycleEvent.WorkflowCompleted(), output, List.of(), List.of());
    }

    public RunRecord fail(Cause why) {
        state = WorkflowState.FAILED;
        endedAt = createdAt.plusSeconds(1);
        cause = why;
        return move(new LifecycleEvent.WorkflowEnded(state, why, null), null, List.of(), List.of());
    }

    /** Whether it had before this record. */
    private boolean hadEnded() {
        boolean had = hadEnded;
        hadEnded = state.isTerminal();
        return had;
    }

    private RunRecord.Finding finding() {
        List<AttributeRow> fresh = new ArrayList<>();
        attributes.forEach((field, value) -> fresh.add(new AttributeRow(instanceId, field, value, createdAt)));
        if (sequenceNumber == 1) {
            labels.forEach((key, value) -> fresh.add(
                    new AttributeRow(instanceId, new RunField.Label(key), new FieldValue.Text(value), createdAt)));
        }
        boolean was = wasNotable;
        wasNotable = NotableStates.ALL.contains(state);
        attributes = Map.of();
        IncidentChanges changed = incidents;
        incidents = IncidentChanges.NONE;
        return new RunRecord.Finding(was, false, fresh, null, changed);
    }

    private InstanceRow instance() {
        return new InstanceRow(
                instanceId,
                namespace,
                workflow,
                1,
                runId,
                state,
                Priority.DEFAULT,
                labels,
                cause,
                outputSequence,
                createdAt,
                createdAt,
                endedAt,
                wakeAt,
                parentInstanceId);
    }
}
