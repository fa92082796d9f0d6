package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Payload;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Judges the undos of one run when all is over: each for a reason, with the input that was recorded, within what is rolled
 * back, and once. Numbers in messages are sections of {@code semantics.md}.
 */
final class UndoAudit {

    private static final String NOTHING = "-1";

    private final Shape shape;
    private final List<HistoryEntry> history;
    private final List<Effects.Effect> effects;
    private final Set<Lease> heard;

    private record Lease(UUID executionId, long token) {}

    /**
     * @param effects of tasks of this run
     * @param hands in which there was work of this run
     */
    UndoAudit(Shape shape, List<HistoryEntry> history, List<Effects.Effect> effects, List<Hand> hands) {
        this.shape = shape;
        this.history = history;
        this.effects = effects;
        this.heard = hands.stream()
                .map(hand -> new Lease(hand.task.executionId(), hand.task.fenceToken()))
                .collect(Collectors.toSet());
    }

    void judge() {
        judgeScopes();
        effects.stream()
                .filter(effect -> effect.stands && effect.isWantedUndone())
                .forEach(this::judgeLoser);
        for (Effects.Effect effect : effects) {
            if (!effect.undos.isEmpty()) {
                judgeReason(effect);
                judgeCount(effect);
                effect.undos.forEach(undo -> judgeInput(effect, undo));
            }
        }
    }

    /** Nothing is undone that a rollback does not reach: before a save-point, or in a run that nobody rolls back. */
    private void judgeScopes() {
        Set<String> scope = Set.of();
        for (HistoryEntry entry : history) {
            switch (entry.type()) {
                case "ROLLBACK_STARTED" -> scope = scopeOf(shape, entry);
                case "FORWARD_RESUMED", "WORKFLOW_REOPENED" -> scope = Set.of();
                case "TASK_SCHEDULED" -> {
                    if (entry.data().path("kind").asText().equals("COMPENSATION") && !Audit.isOfEarlierRound(entry)) {
                        assertThat(scope)
                                .as("5.8: %s is within what is rolled back", entry)
                                .contains(Chronicle.nameOf(entry));
                    }
                }
                default -> {}
            }
        }
    }

    /** What nobody wanted any more and has said that it happened all the same is undone, whatever became of the run. */
    private void judgeLoser(Effects.Effect effect) {
        boolean isDropped = false;
        boolean isUnwanted = false;
        boolean wasLate = false;
        for (HistoryEntry entry : history) {
            wasLate &= !entry.type().equals("FORWARD_RESUMED") && !entry.type().equals("WORKFLOW_REOPENED");
            boolean isAboutIt =
                    Chronicle.nameOf(entry).equals(effect.lineage.last().task());
            if (isAboutIt && !isAboutUndo(entry)) {
                switch (entry.type()) {
                    case "TASK_DROPPED" -> {
                        isDropped = true;
                        isUnwanted |= wasLate;
                    }
                    case "TASK_SCHEDULED" ->
                        isDropped = entry.data().path("kind").asText().equals("PROBE") && isDropped;
                    case "TASK_COMPLETED" -> isUnwanted |= isDropped && !isOfProbe(entry);
                    case "LATE_REPORT_KEPT" -> {
                        boolean isSuccess =
                                entry.data().path("outcome").asText().equals("LATE_SUCCESS");
                        isUnwanted |= isDropped && isSuccess;
                        wasLate |= isSuccess && !isOfProbe(entry);
                    }
                    default -> {}
                }
            }
        }
        assertThat(isUnwanted && isDropped && !isLeftByPeople(effect))
                .as("6: %s has lost and still stands", effect)
                .isFalse();
    }

    private static boolean isOfProbe(HistoryEntry entry) {
        return entry.data().path("kind").asText().equals("PROBE");
    }

    private boolean isLeftByPeople(Effects.Effect effect) {
        return saidOf(effect, "UNDO_SKIPPED_BY_HAND", "UNDO_RESOLVED_BY_HAND")
                || history.stream()
                        .anyMatch(entry -> entry.type().equals("WORKFLOW_ENDED")
                                && entry.data().path("abandoned").asBoolean());
    }

    /** All tasks that a rollback is about. */
    static Set<String> scopeOf(Shape shape, HistoryEntry start) {
        String savepoint = start.data().path("toSavepoint").textValue();
        return savepoint == null
                ? shape.tasksFrom(start.data().path("fromTaskId").textValue())
                : shape.tasksAfter(savepoint);
    }

    /** An effect that certainly did not happen is not undone. */
    private void judgeReason(Effects.Effect effect) {
        boolean mayHaveHappened = effect.attempts.stream().anyMatch(hand -> !hand.hasRuledItselfOut())
                || saidOf(effect, "TASK_COMPLETED_BY_HAND", "EFFECT_CONFIRMED")
                || wasLeasedUnheard(effect);
        assertThat(mayHaveHappened)
                .as("5.1: %s undoes what certainly did not happen: %s", effect.undos, effect.attempts)
                .isTrue();
    }

    private boolean saidOf(Effects.Effect effect, String... types) {
        return about(effect).stream().anyMatch(entry -> Set.of(types).contains(entry.type()));
    }

    private List<HistoryEntry> about(Effects.Effect effect) {
        String task = effect.lineage.last().task();
        return history.stream()
                .filter(entry -> Chronicle.nameOf(entry).equals(task))
                .toList();
    }

    /** It was given to a worker that never learnt of it. */
    private boolean wasLeasedUnheard(Effects.Effect effect) {
        return about(effect).stream()
                .anyMatch(entry -> entry.type().equals("TASK_LEASED")
                        && !heard.contains(new Lease(entry.executionId(), entry.fenceToken())));
    }

    /** One undo for each effect, and one more for each success that came to light too late; each accepted once. */
    private void judgeCount(Effects.Effect effect) {
        Set<String> keys =
                effect.undos.stream().map(undo -> undo.task.idempotencyKey()).collect(Collectors.toSet());
        long late = about(effect).stream()
                .filter(entry -> entry.type().equals("LATE_REPORT_KEPT"))
                .count();
        assertThat((long) keys.size())
                .as("5.6: undos %s after %s late reports", keys, late)
                .isLessThanOrEqualTo(1 + late);
        for (String key : keys) {
            Set<UUID> accepted = effect.undos.stream()
                    .filter(undo -> undo.task.idempotencyKey().equals(key)
                            && undo.isSuccess()
                            && undo.standing == Hand.Standing.ACCEPTED)
                    .map(undo -> undo.task.executionId())
                    .collect(Collectors.toSet());
            assertThat(accepted).as("5.5: accepted undos of %s", key).hasSizeLessThanOrEqualTo(1);
        }
    }

    /** What the undo is told: the output it undoes, and the variable as it was when that came to be known. */
    private void judgeInput(Effects.Effect effect, Hand undo) {
        Payload given = undo.task.input();
        String told = given.tree().path("nonce").asText() + " with "
                + given.tree().path("v").asText();
        boolean first = undo.task.idempotencyKey().endsWith(":undo");
        assertThat(possibleInputs(effect, first)).as("5.2: input of %s", undo).contains(told);
    }

    /** A success of this round; or, when there was none in time, anything that came to be known of the task. */
    private Set<String> possibleInputs(Effects.Effect effect, boolean first) {
        Set<String> successes = new HashSet<>();
        Set<String> doubts = new HashSet<>();
        Set<UUID> accepted = effect.attempts.stream()
                .filter(hand -> hand.isSuccess() && hand.standing == Hand.Standing.ACCEPTED)
                .map(hand -> hand.task.executionId())
                .collect(Collectors.toSet());
        String task = effect.lineage.last().task();
        String variable = NOTHING;
        for (HistoryEntry entry : history) {
            if (entry.type().equals("VARIABLES_SET")) {
                variable = String.valueOf(shape.valueSetBy(entry.taskId()));
            } else if (Chronicle.nameOf(entry).equals(task) && !isAboutUndo(entry)) {
                doubts.add(NOTHING + " with " + variable);
                doubts.add(nonceIn(entry) + " with " + variable);
                if (entry.type().equals("TASK_COMPLETED") && accepted.contains(entry.executionId())) {
                    successes.add(nonceIn(entry) + " with " + variable);
                }
            }
        }
        return first && !successes.isEmpty() ? successes : doubts;
    }

    private static boolean isAboutUndo(HistoryEntry entry) {
        return entry.type().startsWith("UNDO_")
                || entry.data().path("kind").asText().equals("COMPENSATION");
    }

    /** Of a report, of a person, or of a probe that has found it. */
    private static String nonceIn(HistoryEntry entry) {
        String payload = entry.data().path("payload").toString();
        Payload said = payload.isEmpty() ? Payload.EMPTY_OBJECT : Payload.ofJson(payload);
        String direct = said.tree().path("nonce").asText(NOTHING);
        return direct.equals(NOTHING) ? said.tree().path("output").path("nonce").asText(NOTHING) : direct;
    }
}
