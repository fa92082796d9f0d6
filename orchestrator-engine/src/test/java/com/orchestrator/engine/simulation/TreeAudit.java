package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Judges trees of runs when all is over: what a run has rolled back is gone, with all that its children have done; what it
 * has done anew, too. Numbers in messages are sections of {@code semantics.md}.
 */
final class TreeAudit {

    private record Told(WorkflowInstance run, Shape shape, List<HistoryEntry> history) {

        boolean says(String type) {
            return history.stream().anyMatch(entry -> entry.type().equals(type));
        }

        boolean saysOf(String task, Set<String> types) {
            return history.stream()
                    .anyMatch(entry -> types.contains(entry.type())
                            && Chronicle.nameOf(entry).equals(task));
        }

        boolean wasAbandoned() {
            return history.stream()
                    .anyMatch(entry -> entry.type().equals("WORKFLOW_ENDED")
                            && entry.data().path("abandoned").asBoolean());
        }
    }

    private static final Set<String> EXCUSES = Set.of("UNDO_SKIPPED_BY_HAND", "UNDO_RESOLVED_BY_HAND");

    private final Family family;
    private final Map<String, Told> byRunId = new LinkedHashMap<>();
    private final Map<UUID, Told> byId = new HashMap<>();
    private final Map<String, Integer> rounds = new HashMap<>();
    private final Set<UUID> leftAsTheyAre;

    /** @param leftAsTheyAre runs that somebody wanted ended without undo */
    TreeAudit(Family family, Map<WorkflowInstance, List<HistoryEntry>> histories, Set<UUID> leftAsTheyAre) {
        this.family = family;
        this.leftAsTheyAre = leftAsTheyAre;
        histories.forEach((run, history) -> {
            Told told = new Told(run, family.of(run.workflow()), history);
            byRunId.put(run.runId(), told);
            byId.put(run.instanceId(), told);
        });
    }

    void judge(Collection<Effects.Effect> effects) {
        byRunId.values().forEach(this::judgeParentage);
        byRunId.keySet().forEach(runId -> Lineage.of(family, runId).steps().forEach(this::count));
        effects.forEach(effect -> effect.lineage.steps().forEach(this::count));
        effects.stream()
                .filter(effect -> effect.stands && effect.isWantedUndone())
                .forEach(this::judge);
    }

    /** The run id of a child says whose it is, and the child says the same. */
    private void judgeParentage(Told told) {
        List<Lineage.Step> steps = Lineage.of(family, told.run().runId()).steps();
        UUID parent = steps.isEmpty()
                ? null
                : byRunId.get(steps.get(steps.size() - 1).runId()).run().instanceId();
        assertThat(told.run().parentInstanceId()).as("parent of %s", told.run()).isEqualTo(parent);
    }

    private void count(Lineage.Step step) {
        rounds.merge(step.runId() + "/" + step.task(), step.round(), Math::max);
    }

    private void judge(Effects.Effect effect) {
        List<Lineage.Step> steps = effect.lineage.steps();
        for (int level = steps.size() - 1; level >= 0; level--) {
            boolean reaches =
                    steps.subList(level, steps.size() - 1).stream().allMatch(Lineage.Step::isUndoneWithParent);
            boolean isExcused = steps.subList(level, steps.size()).stream().anyMatch(this::isExcusedByHand);
            if (reaches && !isExcused && mustBeGone(steps.get(level), level, effect)) {
                Told told = byRunId.get(steps.get(level).runId());
                throw new AssertionError("5: " + effect + " still stands under a run that is "
                        + told.run().state() + ": " + told.run().runId());
            }
        }
    }

    private boolean isExcusedByHand(Lineage.Step step) {
        return byRunId.get(step.runId()).saysOf(step.task(), EXCUSES);
    }

    private boolean isOld(Lineage.Step step) {
        return step.round() < rounds.get(step.runId() + "/" + step.task());
    }

    private boolean mustBeGone(Lineage.Step step, int level, Effects.Effect effect) {
        Told told = byRunId.get(step.runId());
        boolean lostSight = !effect.lineage.isLast(level)
                && (told.says("WORKFLOW_REOPENED") || told.saysOf(step.task(), Set.of("TASK_RETRIED_BY_HAND")));
        return !lostSight && (isOld(step) || scopeOfLastRollback(told).contains(step.task()));
    }

    /** What the last rollback had to undo: nothing when the run went forward to its end, or nobody wanted any undo. */
    private Set<String> scopeOfLastRollback(Told told) {
        if (wasLeftAsItIs(told)) {
            return Set.of();
        }
        Set<String> scope = null;
        for (HistoryEntry entry : told.history()) {
            switch (entry.type()) {
                case "ROLLBACK_STARTED" -> scope = UndoAudit.scopeOf(told.shape(), entry);
                case "FORWARD_RESUMED", "WORKFLOW_REOPENED" -> scope = null;
                default -> {}
            }
        }
        if (scope != null) {
            return scope;
        }
        return isRollbackDue(told) ? told.shape().tasksFrom(null) : Set.of();
    }

    private static boolean isRollbackDue(Told told) {
        WorkflowInstance run = told.run();
        return run.state() != WorkflowState.COMPLETED
                && run.cause() != null
                && told.shape().sagaPlan().compensateOn().contains(run.cause().kind());
    }

    /** Ended without undo, because a person wanted that, the definition, or the run's parent for a reason of this kind. */
    private boolean wasLeftAsItIs(Told told) {
        if (told == null || !told.wasAbandoned()) {
            return false;
        }
        return leftAsTheyAre.contains(told.run().instanceId())
                || !isRollbackDue(told)
                || wasLeftAsItIs(byId.get(told.run().parentInstanceId()));
    }
}
