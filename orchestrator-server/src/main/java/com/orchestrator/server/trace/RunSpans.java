package com.orchestrator.server.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.TraceContext;
import com.orchestrator.api.model.WorkflowState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one run, from its history up to one of its ends: each attempt that has ended since the end before, and at the first end the run
 * itself. Says nothing of what the run carries: names, ids, times and codes.
 */
public final class RunSpans {

    /** Events with which a run comes to an end. */
    public static final Set<String> ENDS = Set.of("WORKFLOW_COMPLETED", "WORKFLOW_ENDED");

    private static final Map<String, String> OUTCOMES = Map.of(
            "TASK_COMPLETED", "succeeded",
            "TASK_FAILED", "failed",
            "TASK_OUTCOME_UNKNOWN", "unknown",
            "TASK_TIMED_OUT", "timed_out",
            "LEASE_EXPIRED", "lost",
            "EXECUTION_CANCELLED", "cancelled");

    private static final String SUCCEEDED = "succeeded";

    private final Told run;
    private final TraceContext root;
    private final @Nullable String rootParent;
    private final Instant startedAt;
    private final JsonNode start;
    private final Map<UUID, Begun> begun = new HashMap<>();
    private final Map<String, UUID> forward = new HashMap<>();
    private final Map<String, UUID> before = new HashMap<>();
    private final List<Span> spans = new ArrayList<>();
    private final long last;
    private boolean hadEnded;

    /** Whose history it is. */
    public record Told(UUID instanceId, String namespace, String workflow, String runId) {}

    /** An attempt: scheduled, and perhaps with a worker. */
    private static final class Begun {
        private final ExecutionKind kind;
        private final @Nullable UUID previous;
        private final @Nullable UUID undone;
        private @Nullable Instant leasedAt;
        private String worker = "";

        Begun(ExecutionKind kind, @Nullable UUID previous, @Nullable UUID undone) {
            this.kind = kind;
            this.previous = previous;
            this.undone = undone;
        }
    }

    private RunSpans(Told run, HistoryEntry first, long last) {
        this.run = run;
        this.last = last;
        this.start = first.data();
        this.startedAt = first.at();
        TraceContext said =
                TraceContext.parse(start.path("traceparent").asText()).orElse(null);
        this.root = said == null ? TraceContext.ofRun(run.instanceId()) : said.within(run.instanceId());
        this.rootParent = said == null ? null : said.spanId();
    }

    /**
     * @param history from its first event to an end
     * @return nothing when who started the run does not want it seen
     */
    public static List<Span> of(Told run, List<HistoryEntry> history) {
        RunSpans spans = new RunSpans(
                run, history.get(0), history.get(history.size() - 1).sequenceNumber());
        if (!spans.root.sampled()) {
            return List.of();
        }
        history.forEach(spans::hear);
        return spans.spans;
    }

    private void hear(HistoryEntry entry) {
        String outcome = OUTCOMES.get(entry.type());
        if (outcome != null && entry.executionId() != null) {
            ended(entry, entry.executionId(), outcome);
        } else if (ENDS.contains(entry.type())) {
            runEnded(entry);
        } else if (entry.executionId() != null) {
            moved(entry, entry.executionId());
        }
    }

    private void moved(HistoryEntry entry, UUID execution) {
        switch (entry.type()) {
            case "TASK_SCHEDULED" -> scheduled(entry, execution);
            case "TASK_LEASED" -> {
                Begun attempt = begun.get(execution);
                if (attempt != null) {
                    attempt.leasedAt = entry.at();
                    attempt.worker = entry.data().path("workerId").asText();
                }
            }
            case "TASK_RELEASED" -> {
                Begun attempt = begun.get(execution);
                if (attempt != null) {
                    attempt.leasedAt = null;
                }
            }
            default -> {}
        }
    }

    private void scheduled(HistoryEntry entry, UUID execution) {
        ExecutionKind kind = ExecutionKind.valueOf(entry.data().path("kind").asText());
        String task = keyOf(entry);
        UUID undone = kind == ExecutionKind.COMPENSATION ? forward.get(task) : null;
        begun.put(execution, new Begun(kind, before.put(kind + task, execution), undone));
        if (kind == ExecutionKind.ACTION) {
            forward.put(task, execution);
        }
    }

    private static String keyOf(HistoryEntry entry) {
        return entry.taskId() + "#" + entry.iteration();
    }

    /** What no worker ever had took no time. */
    private void ended(HistoryEntry entry, UUID execution, String outcome) {
        Begun attempt = begun.remove(execution);
        if (attempt == null || attempt.leasedAt == null) {
            return;
        }
        List<Span.Link> links = new ArrayList<>();
        if (attempt.undone != null) {
            links.add(new Span.Link(root.within(attempt.undone), "undoes"));
        }
        if (attempt.previous != null && isRetry(entry)) {
            links.add(new Span.Link(root.within(attempt.previous), "retries"));
        }
        spans.add(new Span(
                root.within(execution),
                root.spanId(),
                word(attempt.kind) + " " + entry.taskId(),
                attempt.leasedAt,
                entry.at(),
                attributes(entry, attempt, outcome),
                links,
                outcome.equals(SUCCEEDED) ? null : errorOf(entry, outcome)));
    }

    private static boolean isRetry(HistoryEntry entry) {
        return entry.attempt() != null && entry.attempt() > 1;
    }

    private static String word(ExecutionKind kind) {
        return switch (kind) {
            case ACTION -> "task";
            case COMPENSATION -> "undo";
            case PROBE -> "probe";
        };
    }

    private Map<String, Object> attributes(HistoryEntry entry, Begun attempt, String outcome) {
        Map<String, Object> attributes = new TreeMap<>();
        attributes.put("workflow.name", run.workflow());
        attributes.put("workflow.id", run.runId());
        attributes.put("orchestrator.namespace", run.namespace());
        attributes.put("orchestrator.task.id", Objects.requireNonNull(entry.taskId()));
        attributes.put("orchestrator.task.kind", attempt.kind.name());
        attributes.put(
                "orchestrator.execution.id",
                Objects.requireNonNull(entry.executionId()).toString());
        attributes.put("orchestrator.worker.id", attempt.worker);
        attributes.put("orchestrator.outcome", outcome);
        if (entry.iteration() != null) {
            attributes.put("orchestrator.iteration", entry.iteration());
        }
        if (entry.attempt() != null) {
            attributes.put("orchestrator.attempt", entry.attempt());
        }
        return attributes;
    }

    private static String errorOf(HistoryEntry entry, String outcome) {
        return entry.data().at("/error/code").asText(outcome);
    }

    /** What had ended by an earlier end was told then, and the run itself. */
    private void runEnded(HistoryEntry entry) {
        if (entry.sequenceNumber() < last) {
            spans.clear();
            hadEnded = true;
        } else if (!hadEnded) {
            spans.add(whole(entry));
        }
    }

    private Span whole(HistoryEntry end) {
        String state = end.data().path("state").asText(WorkflowState.COMPLETED.name());
        Map<String, Object> attributes = new TreeMap<>();
        attributes.put("workflow.name", run.workflow());
        attributes.put("workflow.id", run.runId());
        attributes.put("orchestrator.namespace", run.namespace());
        attributes.put("orchestrator.instance.id", run.instanceId().toString());
        attributes.put("orchestrator.revision", start.path("revision").asInt());
        attributes.put("orchestrator.state", state);
        return new Span(
                root,
                rootParent,
                "workflow " + run.workflow(),
                startedAt,
                end.at(),
                attributes,
                parentRun(),
                state.equals(WorkflowState.COMPLETED.name())
                        ? null
                        : end.data().at("/cause/code").asText(state));
    }

    /** A child that is in the trace of its parent is inside of its span; one with a trace of its own points there. */
    private List<Span.Link> parentRun() {
        String parent = start.at("/parent/instanceId").asText();
        return parent.isEmpty() || rootParent != null
                ? List.of()
                : List.of(new Span.Link(TraceContext.ofRun(UUID.fromString(parent)), "parent"));
    }
}
