package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.forward.Admission;
import com.orchestrator.engine.history.ClaimName;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.plan.RunConcurrency;
import com.orchestrator.engine.plan.RunConcurrency.Overflow;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.store.ClaimRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Judges what becomes of starts that find no room: by who is refused, by who still waits when all has been said, and by who has ended. */
final class OverflowAudit {

    private static final Set<WorkflowState> GIVING_WAY =
            Set.of(WorkflowState.COMPENSATING, WorkflowState.COMPENSATION_FAILED);

    private final Family family;
    private final InMemoryEngineStore store;
    private final Chronicle chronicle;
    private List<ClaimRow> before = List.of();
    private Set<String> waitedBefore = Set.of();
    private Set<String> waitedLongBefore = Set.of();

    OverflowAudit(Family family, InMemoryEngineStore store, Chronicle chronicle) {
        this.family = family;
        this.store = store;
        this.chronicle = chronicle;
    }

    private static boolean isOf(ClaimRow row, WorkflowPlan plan) {
        return row.taskId() == null
                && !ClaimName.isLock(row.name())
                && row.name().startsWith(ClaimName.ofSlot(plan.namespace(), plan.name(), ""));
    }

    private static long count(List<ClaimRow> rows, WorkflowPlan plan) {
        return rows.stream().filter(row -> isOf(row, plan)).count();
    }

    /** After every step: who is refused in the next one may be so for a place that is given back in the same batch. */
    void look() {
        before = store.claimRows();
    }

    /** Somebody is told now that there is no room for his run: there is none, and there is no such run. */
    void judgeRefusal(String workflow, String runId) {
        WorkflowPlan plan = family.of(workflow).plan();
        RunConcurrency concurrency = plan.admission().concurrency();
        assertThat(concurrency).as("why %s is refused", runId).isNotNull();
        assertThat(concurrency.overflow()).as("why %s is refused", runId).isEqualTo(Overflow.REJECT);
        long taken = Math.max(count(before, plan), count(store.claimRows(), plan)) + passedBy(workflow);
        assertThat(taken)
                .as("who had the places for which %s is refused", runId)
                .isGreaterThanOrEqualTo(concurrency.max());
        assertThat(chronicle.runs().stream().map(WorkflowInstance::runId))
                .as("runs, when one is refused")
                .doesNotContain(runId);
    }

    /** Runs that had a place for no longer than a decision of the newest batch: nobody could see it taken. */
    private long passedBy(String workflow) {
        Instant newest = chronicle.runs().stream()
                .map(WorkflowInstance::startedAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        return chronicle.runs().stream()
                .filter(run -> run.workflow().equals(workflow)
                        && newest.equals(run.startedAt())
                        && newest.equals(run.endedAt()))
                .count();
    }

    // ---- when nothing is on its way

    /** Everything is well, and everybody has heard what there was to hear. */
    void judgeCalm() {
        boolean isCalm =
                store.leases().findTold(1).isEmpty() && store.setAside().count() == 0;
        Set<String> waiting = isCalm ? waiting() : Set.of();
        for (WorkflowPlan plan : family.plans()) {
            RunConcurrency concurrency = plan.admission().concurrency();
            if (isCalm && concurrency != null) {
                judgeCalm(plan, concurrency);
            }
        }
        waitedLongBefore = waitedBefore;
        waitedBefore = waiting;
    }

    private Set<String> waiting() {
        return store.claimRows().stream()
                .filter(row -> !row.isHeld())
                .map(OverflowAudit::line)
                .collect(Collectors.toSet());
    }

    private static String line(ClaimRow row) {
        return row.name() + " " + row.instanceId();
    }

    private void judgeCalm(WorkflowPlan plan, RunConcurrency concurrency) {
        Map<UUID, WorkflowInstance> runs =
                chronicle.runs().stream().collect(Collectors.toMap(WorkflowInstance::instanceId, run -> run));
        List<ClaimRow> rows =
                store.claimRows().stream().filter(row -> isOf(row, plan)).toList();
        List<ClaimRow> patient = rows.stream()
                .filter(row -> waitedBefore.contains(line(row)) && waitedLongBefore.contains(line(row)))
                .filter(row -> !hasBegun(row.instanceId()))
                .toList();
        if (concurrency.overflow() == Overflow.COALESCE) {
            assertThat(patient).as("who waits, where only the last one does").hasSizeLessThanOrEqualTo(1);
        }
        if (concurrency.overflow() == Overflow.REJECT) {
            assertThat(patient).as("who waits, where nobody does").isEmpty();
        }
        if (concurrency.overflow() == Overflow.CANCEL_OLDEST && !patient.isEmpty()) {
            List<WorkflowInstance> goingOn = rows.stream()
                    .filter(row -> row.isHeld() || patient.contains(row))
                    .map(row -> runs.get(row.instanceId()))
                    .filter(run -> !GIVING_WAY.contains(run.state()) && !hasPassedAPivot(run) && !keepsWhatItHas(run))
                    .toList();
            assertThat(goingOn).as("who goes on, with %s waiting", patient).hasSizeLessThanOrEqualTo(concurrency.max());
        }
    }

    private boolean hasBegun(UUID run) {
        return says(run, "WORKFLOW_REOPENED", "WORKFLOW_BEGAN", "TASK_SCHEDULED");
    }

    /** It was on its way back to try again when it was told, and is not undone for this. */
    private boolean keepsWhatItHas(WorkflowInstance run) {
        return says(run.instanceId(), "FORWARD_RESUMED")
                && !family.of(run.workflow()).sagaPlan().compensateOn().contains(Cause.Kind.CANCELLED);
    }

    private boolean hasPassedAPivot(WorkflowInstance run) {
        Set<String> pivots = family.of(run.workflow()).pivots();
        return !pivots.isEmpty()
                && chronicle.history(run.instanceId()).stream()
                        .anyMatch(entry -> entry.taskId() != null && pivots.contains(entry.taskId()));
    }

    private boolean says(UUID run, String... types) {
        Set<String> wanted = new HashSet<>(List.of(types));
        return chronicle.history(run).stream().anyMatch(entry -> wanted.contains(entry.type()));
    }

    // ---- in the end

    /** Who has made way has made it for a run that there is, and that the definition lets do so. */
    void judgeEnds() {
        List<WorkflowInstance> runs = chronicle.runs();
        Set<UUID> ids = runs.stream().map(WorkflowInstance::instanceId).collect(Collectors.toSet());
        for (WorkflowInstance run : runs) {
            Cause cause = run.cause();
            if (cause == null || cause.taskId() != null) {
                continue;
            }
            if (cause.code().equals(Admission.COALESCED)) {
                judgeEnd(run, Overflow.COALESCE, ids);
                boolean hadBegun = says(run.instanceId(), "WORKFLOW_REOPENED");
                assertThat(hadBegun || !says(run.instanceId(), "TASK_SCHEDULED"))
                        .as("%s had begun, and was replaced as if it waited", run)
                        .isTrue();
            } else if (cause.code().equals(Admission.SUPERSEDED)) {
                judgeEnd(run, Overflow.CANCEL_OLDEST, ids);
            } else if (cause.code().equals("CONCURRENCY_LIMIT")) {
                assertThat(overflow(run)).as("why %s was refused", run).isEqualTo(Overflow.REJECT);
                assertThat(chronicle.history(run.instanceId()).stream().map(HistoryEntry::type))
                        .as("history of a run that was refused")
                        .doesNotContain("TASK_SCHEDULED");
            }
        }
    }

    private Overflow overflow(WorkflowInstance run) {
        return family.of(run.workflow()).plan().admission().concurrency().overflow();
    }

    private void judgeEnd(WorkflowInstance run, Overflow overflow, Set<UUID> runs) {
        assertThat(overflow(run)).as("why %s made way", run).isEqualTo(overflow);
        UUID other = UUID.fromString(run.cause().message().replaceAll("^Run ([0-9a-f-]+) took its place$", "$1"));
        assertThat(runs).as("who took the place of %s", run).contains(other).isNotEqualTo(run.instanceId());
    }
}
