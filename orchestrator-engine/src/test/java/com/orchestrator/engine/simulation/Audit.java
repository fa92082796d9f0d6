package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.plan.Finally;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Judges one run when all is over: what callers and workers were told, what stands in the world, and what the public history
 * says must be one story. Numbers in messages are sections of {@code semantics.md}.
 */
final class Audit {

    private static final Set<String> REPORTED = Set.of("TASK_COMPLETED", "TASK_FAILED", "TASK_OUTCOME_UNKNOWN");
    private static final Set<String> BUMPS = Set.of(
            "TASK_LEASED",
            "TASK_COMPLETED",
            "TASK_FAILED",
            "TASK_OUTCOME_UNKNOWN",
            "TASK_TIMED_OUT",
            "LEASE_EXPIRED",
            "EXECUTION_CANCELLED",
            "TASK_RELEASED");

    private final Shape shape;
    private final WorkflowInstance run;
    private final List<HistoryEntry> history;
    private final List<Hand> hands;

    /** @param hands in which there was work of this run */
    Audit(Shape shape, WorkflowInstance run, List<HistoryEntry> history, List<Hand> hands) {
        this.shape = shape;
        this.run = run;
        this.history = history;
        this.hands = hands;
    }

    void judge() {
        judgeHistory();
        judgeTokens();
        hands.forEach(this::judgeHand);
        judgeCompletions();
        judgeDirections();
        judgeReopening();
        judgePivots();
        judgeRounds();
        judgeAfterRollback();
    }

    /** What is done after a rollback begins once, when it is time for it, and is done when the run ends. */
    private void judgeAfterRollback() {
        Set<String> begun = new HashSet<>();
        boolean back = false;
        boolean started = false;
        for (HistoryEntry entry : history) {
            switch (entry.type()) {
                case "WORKFLOW_BEGAN" -> started = true;
                case "ROLLBACK_STARTED", "ROLLBACK_RESUMED" -> back = true;
                case "FORWARD_RESUMED", "WORKFLOW_REOPENED", "WORKFLOW_COMPLETED" -> back = false;
                case "FINALLY_BEGAN" -> {
                    assertThat(back).as("%s in a rollback", entry).isTrue();
                    assertThat(begun.add(entry.data().path("what").asText()))
                            .as("%s once", entry)
                            .isTrue();
                }
                case "WORKFLOW_ENDED" -> {
                    boolean isDue =
                            started && back && !entry.data().path("abandoned").asBoolean();
                    assertThat(!isDue
                                    || !shape.hasAfter(Finally.ROLLED_BACK)
                                    || begun.contains(Finally.ROLLED_BACK.name()))
                            .as("%s, and what follows was done", entry)
                            .isTrue();
                }
                default -> {
                    Finally what = entry.taskId() == null ? null : shape.afterRollback(entry.taskId());
                    assertThat(what == null || (begun.contains(what.name()) && back) || isLate(entry))
                            .as("%s after %s", entry, what)
                            .isTrue();
                }
            }
        }
    }

    /** What workers do that were told too late. */
    private static boolean isLate(HistoryEntry entry) {
        return Set.of("LATE_REPORT_KEPT", "EXECUTION_CANCELLED", "TASK_RELEASED")
                .contains(entry.type());
    }

    /** After a pivot nothing is undone by itself, and a person crosses it by force only. */
    private void judgePivots() {
        Set<String> passed = new HashSet<>();
        Set<UUID> noWork = new HashSet<>();
        Set<String> scope = Set.of();
        boolean forward = true;
        for (HistoryEntry entry : history) {
            switch (entry.type()) {
                case "TASK_SCHEDULED" -> {
                    if (!entry.data().path("kind").asText().equals("ACTION")) {
                        noWork.add(entry.executionId());
                    }
                }
                case "TASK_COMPLETED" -> {
                    if (shape.pivots().contains(entry.taskId()) && !noWork.contains(entry.executionId())) {
                        passed.add(entry.taskId());
                    }
                }
                case "TASK_COMPLETED_BY_HAND" -> {
                    if (shape.pivots().contains(entry.taskId())) {
                        passed.add(entry.taskId());
                    }
                }
                case "EFFECT_CONFIRMED" -> {
                    if (shape.pivots().contains(entry.taskId()) && forward) {
                        passed.add(entry.taskId());
                    }
                }
                case "ROLLBACK_STARTED" -> {
                    forward = false;
                    scope = scopeOf(entry);
                    judgeCrossing(entry, scope, passed);
                }
                case "FORWARD_RESUMED" -> {
                    forward = true;
                    passed.removeAll(scope);
                }
                case "WORKFLOW_REOPENED" -> forward = true;
                default -> {}
            }
        }
    }

    private static void judgeCrossing(HistoryEntry start, Set<String> scope, Set<String> passed) {
        boolean byPerson = start.data().path("cause").path("kind").asText().equals("MANUAL");
        assertThat(byPerson || passed.isEmpty())
                .as("5.9: %s by itself after %s", start, passed)
                .isTrue();
        for (String pivot : passed) {
            assertThat(start.data().path("crossedPivots").toString().contains('"' + pivot + '"'))
                    .as("5.9: %s crosses %s", start, pivot)
                    .isEqualTo(scope.contains(pivot));
        }
    }

    /** Rounds of one handler are counted from one, without a gap, and there are not too many. */
    private void judgeRounds() {
        Map<String, Integer> rounds = new HashMap<>();
        for (HistoryEntry entry : history) {
            if (entry.type().equals("ROLLBACK_STARTED") && entry.data().has("round")) {
                String id = entry.data().path("onFailureOf").textValue();
                int round = rounds.merge(id, 1, Integer::sum);
                assertThat(entry.data().path("round").asInt())
                        .as("5.8: %s", entry)
                        .isEqualTo(round);
                assertThat(round)
                        .as("5.8: %s", entry)
                        .isLessThanOrEqualTo(shape.handlerOf(id).rounds());
            }
        }
    }

    private Set<String> scopeOf(HistoryEntry start) {
        String savepoint = start.data().path("toSavepoint").textValue();
        return savepoint == null
                ? shape.workFrom(start.data().path("fromTaskId").textValue())
                : shape.workAfter(savepoint);
    }

    private void judgeHistory() {
        assertThat(run.state().isTerminal()).as("%s ended", run).isTrue();
        assertThat(run.sequenceNumber()).isEqualTo(history.size());
        for (int i = 0; i < history.size(); i++) {
            assertThat(history.get(i).sequenceNumber()).isEqualTo(i + 1L);
        }
    }

    private void judgeTokens() {
        Map<String, Long> last = new HashMap<>();
        for (HistoryEntry entry : history) {
            if (BUMPS.contains(entry.type())) {
                Long before = last.put(Chronicle.nameOf(entry), entry.fenceToken());
                assertThat(entry.fenceToken())
                        .as("3.1: token of %s after %s", entry, before)
                        .isGreaterThan(before == null ? 0 : before);
            }
        }
    }

    /** What was accepted is in the history, once and as it was said; what was refused as late is kept. */
    private void judgeHand(Hand hand) {
        if (hand.report == null) {
            return;
        }
        List<HistoryEntry> ends = entriesOf(hand.task.executionId(), REPORTED);
        if (hand.standing == Hand.Standing.ACCEPTED) {
            assertThat(ends).as("8: accepted and applied once: %s", hand).hasSize(1);
            HistoryEntry end = ends.get(0);
            assertThat(leaseBefore(end)).as("3.2: %s", hand).isEqualTo(hand.task.fenceToken());
            assertThat(end.type().equals("TASK_COMPLETED"))
                    .as("what %s said", hand)
                    .isEqualTo(hand.isSuccess());
            if (hand.isSuccess()) {
                assertThat(end.data().toString())
                        .as("output of %s", hand)
                        .contains(hand.report.output().toString());
            }
        } else if (hand.standing == Hand.Standing.STALE) {
            assertThat(ends).as("3.3: refused and not applied: %s", hand).isEmpty();
            assertThat(entriesOf(hand.task.executionId(), Set.of("LATE_REPORT_KEPT")))
                    .as("3.3: refused and kept: %s", hand)
                    .hasSize(1);
        }
    }

    private List<HistoryEntry> entriesOf(UUID executionId, Set<String> types) {
        return history.stream()
                .filter(entry -> types.contains(entry.type()) && executionId.equals(entry.executionId()))
                .toList();
    }

    /** Nothing is done that no worker said. */
    private void judgeCompletions() {
        for (HistoryEntry entry : history) {
            if (entry.type().equals("TASK_COMPLETED")) {
                boolean wasSaid = hands.stream()
                        .anyMatch(hand -> hand.isSuccess()
                                && hand.everSent
                                && hand.task.executionId().equals(entry.executionId())
                                && hand.task.fenceToken() == leaseBefore(entry));
                assertThat(wasSaid)
                        .as("3.2: somebody who held the lease said %s", entry)
                        .isTrue();
            }
        }
    }

    /** Token of the last lease before the end of an attempt; {@link #judgeTokens} sees to it that the end has a higher one. */
    private long leaseBefore(HistoryEntry end) {
        return entriesOf(end.executionId(), Set.of("TASK_LEASED")).stream()
                .filter(entry -> entry.sequenceNumber() < end.sequenceNumber())
                .mapToLong(HistoryEntry::fenceToken)
                .max()
                .orElseThrow();
    }

    private void judgeDirections() {
        Map<UUID, String> kinds = new HashMap<>();
        Set<String> forwardLeases = new HashSet<>();
        Set<String> dropped = new HashSet<>();
        boolean forward = true;
        boolean paused = false;
        for (HistoryEntry entry : history) {
            boolean isForward = "ACTION".equals(kinds.get(entry.executionId()))
                    && shape.afterRollback(String.valueOf(entry.taskId())) == null;
            switch (entry.type()) {
                case "ROLLBACK_STARTED", "ROLLBACK_RESUMED" -> forward = false;
                case "FORWARD_RESUMED", "WORKFLOW_REOPENED" -> forward = true;
                case "WORKFLOW_PAUSED" -> paused = true;
                case "WORKFLOW_RESUMED", "WORKFLOW_COMPLETED", "WORKFLOW_ENDED" -> paused = false;
                case "TASK_DROPPED" -> dropped.add(Chronicle.nameOf(entry));
                case "TASK_SCHEDULED" -> {
                    kinds.put(entry.executionId(), entry.data().path("kind").asText());
                    boolean isWork = kinds.get(entry.executionId()).equals("ACTION");
                    dropped.removeIf(task -> isWork && task.equals(Chronicle.nameOf(entry)));
                    boolean isUndo = kinds.get(entry.executionId()).equals("COMPENSATION");
                    boolean isOfThisRound = isUndo && !isOfEarlierRound(entry);
                    assertThat(isOfThisRound && forward)
                            .as("5: undo while going forward: %s", entry)
                            .isFalse();
                    boolean isAboutWork = isOfThisRound || (isUndo && dropped.contains(Chronicle.nameOf(entry)));
                    assertThat(isAboutWork && forwardLeases.contains(Chronicle.nameOf(entry)))
                            .as("5.4: undo while its work is leased: %s", entry)
                            .isFalse();
                }
                case "TASK_LEASED" -> {
                    assertThat(paused).as("7: leased while paused: %s", entry).isFalse();
                    assertThat(isForward && !forward)
                            .as("5.4: forward work leased in a rollback: %s", entry)
                            .isFalse();
                    if (isForward) {
                        forwardLeases.add(Chronicle.nameOf(entry));
                    }
                }
                default -> {
                    if (BUMPS.contains(entry.type()) && isForward) {
                        forwardLeases.remove(Chronicle.nameOf(entry));
                    }
                }
            }
        }
    }

    /** What an earlier round has left is undone beside whatever the run does. */
    static boolean isOfEarlierRound(HistoryEntry entry) {
        return entry.data().has("round");
    }

    /** A run in which something was undone is never brought back (5.12); one that was cut off goes on with its parent. */
    private void judgeReopening() {
        String end = "";
        String before = "";
        for (HistoryEntry entry : history) {
            if (entry.type().equals("WORKFLOW_ENDED")) {
                end = entry.data().path("state").asText();
            } else if (entry.type().equals("WORKFLOW_REOPENED")) {
                boolean byParent = before.equals("PARENT_RETRIED");
                assertThat(end)
                        .as("5.12: %s after its end", entry)
                        .isIn(byParent ? List.of("FAILED", "CANCELLED") : List.of("FAILED"));
            }
            before = entry.type();
        }
    }
}
