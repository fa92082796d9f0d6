package com.orchestrator.engine.simulation;

import com.orchestrator.engine.plan.SagaPlan;
import java.util.Collection;
import java.util.stream.IntStream;

/**
 * Judges, when an undo is handed out, that it is its turn: what has been done after it in the same run, or in runs that were
 * run after it, must be gone by then. So each rollback is a linear extension of the reversed executed graph. Which task comes
 * after which says the {@link Shape}, what stands the world; the public history is asked only for excuses.
 */
final class OrderOfUndos {

    private static final String GAVE_UP = "UNDO_GAVE_UP";
    private static final String SKIPPED = "UNDO_SKIPPED_BY_HAND";
    private static final String RESOLVED = "UNDO_RESOLVED_BY_HAND";
    private static final String DONE = "TASK_COMPLETED";
    private static final String KEPT = "LATE_REPORT_KEPT";
    private static final String REOPENED = "WORKFLOW_REOPENED";

    private final Chronicle chronicle;

    OrderOfUndos(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    void judge(Hand undo, Effects.Effect effect, Collection<Effects.Effect> all) {
        if (effect.work.undo() == Shape.UndoWish.NEVER) {
            throw new AssertionError("5.1: " + undo + " undoes what nobody wants undone");
        }
        for (Effects.Effect later : all) {
            if (later.stands && later.isWantedUndone() && mustBeGoneBefore(effect, later)) {
                throw new AssertionError("5.3: " + undo + " while the later " + later.done + " still stands");
            }
        }
    }

    private boolean mustBeGoneBefore(Effects.Effect effect, Effects.Effect later) {
        int fork = effect.lineage.forkWith(later.lineage);
        if (fork < 0) {
            return false;
        }
        Lineage.Step here = effect.lineage.steps().get(fork);
        Lineage.Step there = later.lineage.steps().get(fork);
        return here.shape().sagaPlan().order() != SagaPlan.Order.PARALLEL
                && here.shape().comesAfter(there.task(), here.task())
                && !isExcused(effect, later, fork);
    }

    private boolean isExcused(Effects.Effect effect, Effects.Effect later, int fork) {
        return wasHeardOfLast(
                        effect.lineage.steps().get(fork), later.lineage.steps().get(fork))
                || hasGivenUp(later, fork)
                || isExcusedByHand(later, fork)
                || cameTooLate(effect, later, fork)
                || isUndoneOnItsOwn(effect, fork)
                || goesItsOwnWay(later, fork)
                || isOfEarlierRound(effect)
                || isOfEarlierRound(later);
    }

    /** It came to light when the run had gone on from it, and is undone at once, beside whatever the run does (5.6). */
    private boolean isOfEarlierRound(Effects.Effect effect) {
        return chronicle.wasUndoneInALaterRound(effect.lineage.last());
    }

    /**
     * Strictly the last first is by what came to be known last, of a straggler or of a child that nobody waited for; an undo
     * that has begun goes on when more becomes known.
     */
    private boolean wasHeardOfLast(Lineage.Step here, Lineage.Step there) {
        return here.shape().sagaPlan().order() == SagaPlan.Order.REVERSE && chronicle.knewLast(here, there);
    }

    /** The rollback goes on behind undos that have given up, when the definition says so. */
    private boolean hasGivenUp(Effects.Effect later, int fork) {
        Lineage.Step there = later.lineage.steps().get(fork);
        boolean goesOn = there.shape().sagaPlan().onUndoFailure() == SagaPlan.OnUndoFailure.CONTINUE;
        return goesOn && (later.undoWasTried || chronicle.says(there, GAVE_UP));
    }

    /** A person has said that it may stay, or that it is gone. */
    private boolean isExcusedByHand(Effects.Effect later, int fork) {
        return IntStream.range(fork, later.lineage.steps().size())
                .mapToObj(later.lineage.steps()::get)
                .anyMatch(step -> chronicle.says(step, SKIPPED, RESOLVED));
    }

    /** It gets one more undo of its own (5.6); what has begun by then goes on, and other runs have not heard of it. */
    private boolean cameTooLate(Effects.Effect effect, Effects.Effect later, int fork) {
        boolean isTooLate = later.cameTooLate()
                || later.straggler().filter(hand -> !chronicle.says(hand, DONE)).isPresent();
        boolean isUnheard =
                later.straggler().filter(hand -> !chronicle.says(hand, KEPT)).isPresent();
        return isTooLate && (isUnheard || effect.undoWasTried || !later.lineage.isLast(fork));
    }

    /** A child rolls back for reasons of its own; its parent has not come to it, or a person has told the parent that it is done with it. */
    private boolean isUndoneOnItsOwn(Effects.Effect effect, int fork) {
        if (effect.lineage.isLast(fork)) {
            return false;
        }
        Lineage.Step ofParent = effect.lineage.steps().get(fork);
        return !chronicle.wantsUndone(ofParent, effect.lineage.steps().get(fork + 1))
                || chronicle.says(ofParent, SKIPPED, RESOLVED);
    }

    /** A child that its parent's rollback does not undo, or that a parent has lost sight of when it was reopened. */
    private boolean goesItsOwnWay(Effects.Effect later, int fork) {
        if (later.lineage.isLast(fork)) {
            return false;
        }
        boolean stays = IntStream.range(fork, later.lineage.steps().size() - 1)
                .anyMatch(i -> !later.lineage.steps().get(i).isUndoneWithParent());
        return stays || chronicle.saysOfRun(later.lineage.steps().get(fork), REOPENED);
    }
}
