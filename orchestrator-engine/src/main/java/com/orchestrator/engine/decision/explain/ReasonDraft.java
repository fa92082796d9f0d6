package com.orchestrator.engine.decision.explain;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.run.ExecutionRun;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A reason in the making: most of its fields are empty most of the time. */
final class ReasonDraft {

    private final ReasonCode code;
    private @Nullable NodeKey task;
    private @Nullable UUID executionId;
    private @Nullable String queue;
    private @Nullable String workerId;
    private @Nullable String actor;
    private @Nullable Instant since;
    private @Nullable Instant until;
    private @Nullable TaskError error;
    private @Nullable Payload progress;
    private List<String> waitsFor = List.of();
    private List<String> actions = List.of();

    ReasonDraft(ReasonCode code) {
        this.code = code;
    }

    ReasonDraft task(NodeKey key) {
        task = key;
        return this;
    }

    ReasonDraft execution(ExecutionRun execution) {
        executionId = execution.executionId();
        queue = execution.spec().queue();
        return task(execution.task().key());
    }

    ReasonDraft worker(@Nullable String id) {
        workerId = id;
        return this;
    }

    /** What brought it about. */
    ReasonDraft began(@Nullable Entry entry) {
        if (entry != null) {
            since = entry.at();
            actor = entry.actor();
        }
        return this;
    }

    /** Who brought it about. */
    ReasonDraft actor(@Nullable String person) {
        actor = person;
        return this;
    }

    ReasonDraft since(@Nullable Instant instant) {
        since = instant;
        return this;
    }

    ReasonDraft until(@Nullable Instant instant) {
        until = instant;
        return this;
    }

    ReasonDraft error(@Nullable TaskError last) {
        error = last;
        return this;
    }

    ReasonDraft progress(@Nullable Payload last) {
        progress = last;
        return this;
    }

    ReasonDraft waitsFor(List<String> taskIds) {
        waitsFor = taskIds;
        return this;
    }

    ReasonDraft actions(String... operations) {
        actions = List.of(operations);
        return this;
    }

    Reason saying(String message) {
        return new Reason(
                code,
                message,
                task == null ? null : task.taskId(),
                task == null ? null : task.iteration(),
                executionId,
                queue,
                workerId,
                actor,
                since,
                until,
                error,
                progress,
                waitsFor,
                actions);
    }
}
