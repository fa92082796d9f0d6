package com.orchestrator.engine.simulation;

import com.orchestrator.engine.plan.SagaPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The world outside of the engine: which effects stand, by idempotency key, as the systems downstream know it. Judges what
 * can be judged at the moment a worker is given something; the rest is judged by {@link Audit} when all is over.
 */
final class Effects {

    /** One effect of one round of one task of one run. */
    static final class Effect {
        final String key;
        final String runId;
        final Shape.Work work;
        boolean stands;
        boolean undoWasTried;
        final List<Hand> done = new ArrayList<>();

        Effect(String key, String runId, Shape.Work work) {
            this.key = key;
            this.runId = runId;
            this.work = work;
        }

        /** Whether the definition wants it undone, given what the engine can know of it. */
        boolean isWantedUndone() {
            return switch (work.undo()) {
                case NEVER -> false;
                case WHEN_ATTEMPTED -> true;
                case WHEN_COMPLETED -> done.stream().anyMatch(hand -> hand.isSuccess() && hand.wasHeard());
            };
        }

        @Override
        public String toString() {
            return "effect of " + done;
        }
    }

    private final Shape shape;
    private final Map<String, Effect> effects = new LinkedHashMap<>();
    private final Map<String, Hand> leases = new HashMap<>();

    Effects(Shape shape) {
        this.shape = shape;
    }

    Collection<Effect> all() {
        return effects.values();
    }

    void delivered(Hand hand) {
        String lease = hand.task.instanceId() + " " + hand.taskName() + " " + hand.task.fenceToken();
        Hand other = leases.put(lease, hand);
        if (other != null) {
            throw new AssertionError("3.1: one token was given out twice: " + other + " and " + hand);
        }
        Effect effect = of(hand);
        if (hand.isUndo()) {
            judgeUndo(hand, effect);
            effect.undoWasTried = true;
        }
    }

    private Effect of(Hand hand) {
        return effects.computeIfAbsent(
                hand.effectKey(),
                key -> new Effect(key, hand.task.runId(), shape.works().get(hand.taskName())));
    }

    /** What a probe would find: whether work done under this key has left something behind. */
    boolean stands(String key) {
        Effect effect = effects.get(key);
        return effect != null && effect.stands;
    }

    void happened(Hand hand) {
        if (hand.isProbe()) {
            return;
        }
        Effect effect = of(hand);
        effect.stands = hand.isForward();
        if (hand.isForward()) {
            effect.done.add(hand);
        }
    }

    private void judgeUndo(Hand hand, Effect effect) {
        if (effect.work.undo() == Shape.UndoWish.NEVER) {
            throw new AssertionError("5.1: " + hand + " undoes what nobody wants undone");
        }
        for (Effect later : effects.values()) {
            if (mustBeGoneBefore(effect, later)) {
                throw new AssertionError("5.3: " + hand + " while the later " + later.done + " still stands");
            }
        }
    }

    private boolean mustBeGoneBefore(Effect effect, Effect later) {
        boolean hasGivenUp = shape.sagaPlan().onUndoFailure() == SagaPlan.OnUndoFailure.CONTINUE && later.undoWasTried;
        return later.stands
                && later.isWantedUndone()
                && later.runId.equals(effect.runId)
                && shape.sagaPlan().order() != SagaPlan.Order.PARALLEL
                && shape.comesAfter(later.work.id(), effect.work.id())
                && !hasGivenUp
                && !(effect.undoWasTried && cameTooLate(later));
    }

    /** Nobody had to expect it when the undo before it was begun, which then goes on; it gets one more of its own (5.6). */
    private static boolean cameTooLate(Effect later) {
        return later.work.undo() == Shape.UndoWish.WHEN_COMPLETED
                && later.done.stream().allMatch(hand -> hand.standing == Hand.Standing.STALE);
    }
}
