package com.orchestrator.server.rest.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.model.WorkflowStatus;
import com.orchestrator.engine.service.RegisteredDefinition;
import com.orchestrator.engine.service.StartedWorkflow;
import com.orchestrator.engine.service.StoredDefinition;
import com.orchestrator.engine.service.ValidatedDefinition;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers whose wire form is not a record of the engine as it stands. */
public final class Answer {

    private Answer() {}

    /** One page of a list. */
    public record PageOf<T>(List<T> items, Next page) {
        public static <T> PageOf<T> of(Page<T> page, int limit) {
            return new PageOf<>(page.items(), new Next(page.next(), limit));
        }
    }

    /** Where the list goes on; {@code next} is null on its last page. */
    public record Next(@Nullable String next, int limit) {}

    /** A list that is always whole. */
    public record Items<T>(List<T> items) {}

    /** A registration, which is the default from now on. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Registered(
            String namespace,
            String name,
            int revision,
            int defaultRevision,
            String sha256,
            List<Problem.Detail> warnings) {
        public static Registered of(RegisteredDefinition definition) {
            return new Registered(
                    definition.namespace(),
                    definition.name(),
                    definition.revision(),
                    definition.revision(),
                    definition.sha256(),
                    definition.warnings());
        }
    }

    /** A workflow: how it stands, and its default revision. */
    public record Described(
            String namespace,
            String name,
            int defaultRevision,
            int latestRevision,
            boolean paused,
            int revision,
            String sha256,
            Instant createdAt,
            Payload definition,
            String source) {
        public static Described of(WorkflowStatus status, StoredDefinition standard) {
            return new Described(
                    status.namespace(),
                    status.name(),
                    status.defaultRevision(),
                    status.latestRevision(),
                    status.paused(),
                    standard.revision(),
                    standard.sha256(),
                    standard.createdAt(),
                    standard.definition(),
                    standard.source());
        }
    }

    /** A definition without faults. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Validated(String namespace, String name, String sha256, List<Problem.Detail> warnings) {
        public static Validated of(ValidatedDefinition definition) {
            return new Validated(definition.namespace(), definition.name(), definition.sha256(), definition.warnings());
        }
    }

    /** A start; {@code output} and {@code cause} only when the caller waited for the end and it came. */
    public record Started(
            UUID instanceId,
            String namespace,
            String workflow,
            int revision,
            String runId,
            WorkflowState state,
            boolean deduplicated,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Payload output,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Cause cause) {

        public static Started of(StartedWorkflow start) {
            return new Started(
                    start.instanceId(),
                    start.namespace(),
                    start.workflow(),
                    start.revision(),
                    start.runId(),
                    start.state(),
                    start.deduplicated(),
                    null,
                    null);
        }

        public static Started of(StartedWorkflow start, WorkflowInstance now) {
            return new Started(
                    start.instanceId(),
                    start.namespace(),
                    start.workflow(),
                    start.revision(),
                    start.runId(),
                    now.state(),
                    start.deduplicated(),
                    now.output(),
                    now.cause());
        }
    }

    /** A start of a batch that was refused. */
    public record Refused(Problem error) {}

    /** The end of a run, or where it rests. */
    public record Result(
            WorkflowState state,
            @Nullable Payload output,
            @Nullable Cause cause) {
        public static Result of(WorkflowInstance instance) {
            return new Result(instance.state(), instance.output(), instance.cause());
        }
    }

    /** A run that has not ended. */
    public record Pending(WorkflowState state) {}
}
