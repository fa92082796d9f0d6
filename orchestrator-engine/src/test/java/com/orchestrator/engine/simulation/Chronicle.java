package com.orchestrator.engine.simulation;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.ReadStore;
import com.orchestrator.testkit.Queries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What anybody may read: the runs of workflows that there are, and their public histories. */
final class Chronicle {

    private static final Set<String> OUTCOMES = Set.of(
            "TASK_COMPLETED",
            "TASK_COMPLETED_BY_HAND",
            "TASK_FAILED",
            "TASK_OUTCOME_UNKNOWN",
            "TASK_TIMED_OUT",
            "LEASE_EXPIRED",
            "EXECUTION_CANCELLED",
            "EFFECT_CONFIRMED",
            "CHILD_COMPLETED",
            "CHILD_ENDED");
    private static final int RUNS_MAX = 1_000;
    private static final int EVENTS_MAX = 100_000;

    private final ReadStore reads;
    /** Histories only grow, so what was read once is not read again. */
    private final Map<UUID, List<HistoryEntry>> read = new HashMap<>();

    Chronicle(ReadStore reads) {
        this.reads = reads;
    }

    List<WorkflowInstance> runs() {
        return find(null, null);
    }

    private List<WorkflowInstance> find(String workflow, String runId) {
        ListQuery page = new ListQuery(RUNS_MAX, null);
        return reads.listInstances(Queries.runs(Set.of(), Family.NAMESPACE, workflow, runId, null, page))
                .items();
    }

    /** The run in which a task stands. */
    Optional<WorkflowInstance> runOf(Lineage.Step step) {
        return find(step.shape().name(), step.runId()).stream().findFirst();
    }

    List<HistoryEntry> history(UUID instanceId) {
        List<HistoryEntry> known = read.computeIfAbsent(instanceId, id -> new ArrayList<>());
        known.addAll(reads.history(instanceId, known.size(), EVENTS_MAX).items());
        return Collections.unmodifiableList(known);
    }

    private List<HistoryEntry> history(Lineage.Step step) {
        return runOf(step).map(run -> history(run.instanceId())).orElse(List.of());
    }

    /** Whether the run knew of what came of the first later than of the second, when it began to undo the first. */
    boolean knewLast(Lineage.Step here, Lineage.Step there) {
        long known = lastOutcome(here, Long.MAX_VALUE);
        return known > lastOutcome(there, undoBegunAfter(known, here));
    }

    /** The last event before another that says how the work of the task, or its child, came out. */
    private long lastOutcome(Lineage.Step step, long before) {
        return history(step).stream()
                .filter(entry -> entry.sequenceNumber() < before)
                .filter(entry ->
                        OUTCOMES.contains(entry.type()) && nameOf(entry).equals(step.task()))
                .filter(entry -> !isUndo(entry))
                .mapToLong(HistoryEntry::sequenceNumber)
                .max()
                .orElse(0);
    }

    private long undoBegunAfter(long sequenceNumber, Lineage.Step step) {
        return history(step).stream()
                .filter(entry -> entry.sequenceNumber() > sequenceNumber
                        && entry.type().equals("TASK_SCHEDULED")
                        && isUndo(entry)
                        && nameOf(entry).equals(step.task()))
                .mapToLong(HistoryEntry::sequenceNumber)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private static boolean isUndo(HistoryEntry entry) {
        return entry.data().path("kind").asText().equals("COMPENSATION");
    }

    /** Whether any of this was ever said of the task. */
    boolean says(Lineage.Step step, String... types) {
        return history(step).stream()
                .anyMatch(entry ->
                        Set.of(types).contains(entry.type()) && nameOf(entry).equals(step.task()));
    }

    /** Whether this was ever said of the attempt in this hand. */
    boolean says(Hand hand, String type) {
        return history(hand.task.instanceId()).stream()
                .anyMatch(entry ->
                        entry.type().equals(type) && hand.task.executionId().equals(entry.executionId()));
    }

    /** Whether any of this was ever said of the run, or of any task in it. */
    boolean saysOfRun(Lineage.Step step, String... types) {
        return history(step).stream().anyMatch(entry -> Set.of(types).contains(entry.type()));
    }

    /** Whether this was undone on its own, when the run had long gone on from it. */
    boolean wasUndoneInALaterRound(Lineage.Step step) {
        return history(step).stream()
                .anyMatch(entry -> nameOf(entry).equals(step.task())
                        && Audit.isOfEarlierRound(entry)
                        && entry.data().path("round").asInt() == step.round());
    }

    /** Whether the run has asked for the undo of this child. */
    boolean wantsUndone(Lineage.Step parent, Lineage.Step child) {
        Optional<WorkflowInstance> run = runOf(child);
        return run.isPresent()
                && history(parent).stream()
                        .anyMatch(entry -> entry.type().equals("CHILD_UNDO_REQUESTED")
                                && entry.data()
                                        .path("childInstanceId")
                                        .asText()
                                        .equals(run.get().instanceId().toString()));
    }

    /** {@code taskId[#iteration]}; empty for what is about no task. */
    static String nameOf(HistoryEntry entry) {
        if (entry.taskId() == null) {
            return "";
        }
        return entry.taskId() + (entry.iteration() == null ? "" : "#" + entry.iteration());
    }
}
