package com.orchestrator.engine.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The world outside of the engine: which effects stand, by idempotency key, as the systems downstream know it. What can be
 * judged at the moment a worker is given something is judged then; the rest is judged by {@link Audit} when all is over.
 */
final class Effects implements Deeds {

    /** One effect of one round of one task of one run. */
    static final class Effect {
        final String key;
        final Lineage lineage;
        final Shape.Work work;
        boolean stands;
        boolean undoWasTried;
        final List<Hand> done = new ArrayList<>();
        /** Attempts at the work itself, in the order in which they were handed out. */
        final List<Hand> attempts = new ArrayList<>();
        /** Attempts at undoing it. */
        final List<Hand> undos = new ArrayList<>();

        Effect(String key, Lineage lineage) {
            this.key = key;
            this.lineage = lineage;
            Lineage.Step step = lineage.last();
            this.work = step.shape().works().get(step.task());
        }

        /** Whether the definition wants it undone, given what the engine can know of it. */
        boolean isWantedUndone() {
            return switch (work.undo()) {
                case NEVER -> false;
                case WHEN_ATTEMPTED -> true;
                case WHEN_COMPLETED -> done.stream().anyMatch(hand -> hand.isSuccess() && hand.wasHeard());
            };
        }

        /** Nobody had to expect it when the rollback passed it by. */
        boolean cameTooLate() {
            return work.undo() == Shape.UndoWish.WHEN_COMPLETED
                    && done.stream().allMatch(hand -> hand.standing == Hand.Standing.STALE);
        }

        /** The work that it stands by, if that was done only when its worker came to say so. */
        Optional<Hand> straggler() {
            return done.isEmpty() || !stands
                    ? Optional.empty()
                    : Optional.of(done.get(done.size() - 1)).filter(hand -> hand.isSlow);
        }

        @Override
        public String toString() {
            return "effect of " + done;
        }
    }

    private final Family family;
    private final OrderOfUndos order;
    private final Map<String, Effect> effects = new LinkedHashMap<>();
    private final Map<String, Hand> leases = new HashMap<>();

    Effects(Family family, Chronicle chronicle) {
        this.family = family;
        this.order = new OrderOfUndos(chronicle);
    }

    Collection<Effect> all() {
        return effects.values();
    }

    @Override
    public void delivered(Hand hand) {
        String lease = hand.task.instanceId() + " " + hand.taskName() + " " + hand.task.fenceToken();
        Hand other = leases.put(lease, hand);
        if (other != null) {
            throw new AssertionError("3.1: one token was given out twice: " + other + " and " + hand);
        }
        Effect effect = of(hand);
        if (hand.isUndo()) {
            order.judge(hand, effect, effects.values());
            effect.undoWasTried = true;
            effect.undos.add(hand);
        } else if (hand.isForward()) {
            effect.attempts.add(hand);
        }
    }

    private Effect of(Hand hand) {
        return effects.computeIfAbsent(hand.effectKey(), key -> new Effect(key, Lineage.of(family, key)));
    }

    @Override
    public boolean stands(String key) {
        Effect effect = effects.get(key);
        return effect != null && effect.stands;
    }

    @Override
    public void happened(Hand hand) {
        if (hand.isProbe()) {
            return;
        }
        Effect effect = of(hand);
        effect.stands = hand.isForward();
        if (hand.isForward()) {
            effect.done.add(hand);
        }
    }

    /** How many effects there are at the moment. */
    long standing() {
        return effects.values().stream().filter(effect -> effect.stands).count();
    }

    /** A person has taken back by other means what the task of this run has done last. */
    void undoneByHand(Lineage.Step step) {
        effects.values().stream()
                .filter(effect -> effect.lineage.last().isOfSameRunAs(step)
                        && effect.lineage.last().task().equals(step.task()))
                .reduce((first, second) -> second)
                .ifPresent(effect -> effect.stands = false);
    }
}
