package com.orchestrator.engine.coordinator;

import com.orchestrator.api.limit.RingWeights;
import com.orchestrator.api.model.Priority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whose turn it is among the priorities (rings) of a queue: a fixed round in which each ring has as many turns as it weighs,
 * spread evenly, so that every window as long as a round has exactly that many of each while all have work. The turns of a ring
 * without work are passed over, so the others share them as they weigh. Shared by the lanes of a server.
 */
final class RingWheel {

    private final int[] round;
    private final Deque<Integer> returned = new ArrayDeque<>();
    private int next;

    private RingWheel(int[] round) {
        this.round = round;
    }

    static RingWheel weighted(RingWeights weights) {
        return new RingWheel(
                spread(Arrays.stream(Priority.values()).mapToInt(weights::of).toArray()));
    }

    /** The most urgent ring that has work has every turn. */
    static RingWheel strict() {
        return new RingWheel(new int[0]);
    }

    /** Each turn goes to the ring that is furthest behind its share, the more urgent first. */
    private static int[] spread(int[] weights) {
        int length = Arrays.stream(weights).sum();
        int[] credit = new int[weights.length];
        int[] round = new int[length];
        for (int turn = 0; turn < length; turn++) {
            int richest = 0;
            for (int ring = 0; ring < credit.length; ring++) {
                credit[ring] += weights[ring];
                richest = credit[ring] > credit[richest] ? ring : richest;
            }
            credit[richest] -= length;
            round[turn] = richest;
        }
        return round;
    }

    /**
     * Takes the next turns. What becomes of none of them is to be given back.
     *
     * @param rings those that have work, at least one
     */
    synchronized List<Integer> take(int count, Set<Integer> rings) {
        if (round.length == 0) {
            return Collections.nCopies(count, Collections.min(rings));
        }
        if (Arrays.stream(round).noneMatch(rings::contains)) {
            throw new IllegalArgumentException("No ring of this wheel: " + rings);
        }
        List<Integer> turns = new ArrayList<>(count);
        while (turns.size() < count) {
            int ring = nextTurn();
            if (rings.contains(ring)) {
                turns.add(ring);
            }
        }
        return turns;
    }

    private int nextTurn() {
        Integer again = returned.poll();
        if (again != null) {
            return again;
        }
        int ring = round[next];
        next = (next + 1) % round.length;
        return ring;
    }

    /** Takes the next turn if it is this ring's, when these have work, too. */
    synchronized boolean takeOnlyFor(int ring, Set<Integer> waiting) {
        Set<Integer> rings = new HashSet<>(waiting);
        rings.add(ring);
        List<Integer> turn = take(1, rings);
        if (turn.get(0) == ring) {
            return true;
        }
        giveBack(turn);
        return false;
    }

    /** Nothing came of these turns: they come next, in this order. */
    synchronized void giveBack(Collection<Integer> turns) {
        if (round.length > 0) {
            List<Integer> order = new ArrayList<>(turns);
            Collections.reverse(order);
            order.forEach(returned::addFirst);
        }
    }
}
