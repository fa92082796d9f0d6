package com.orchestrator.engine.run;

import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The executed graph against its direction: an undo has to wait as long as anything that ran after its task is open or under
 * way. Each place counts what it waits for, so that an undo that is done lets go of what waits for it alone.
 */
final class UndoGraph {

    private final Map<NodeKey, Spot> spots = new HashMap<>();
    private final TaskRuns tasks;
    private final Consumer<Spot> moved;

    /** @param moved told of each place that is reached, or no longer is */
    UndoGraph(TaskRuns tasks, Consumer<Spot> moved) {
        this.tasks = tasks;
        this.moved = moved;
    }

    @Nullable
    Spot known(TaskRun task) {
        return spots.get(task.key());
    }

    Spot of(TaskRun task) {
        return of(task.node(), task.block());
    }

    private Spot of(Node node, BlockRun block) {
        NodeKey key = block.key(node);
        Spot known = spots.get(key);
        if (known != null) {
            return known;
        }
        TaskRun owner = block.owner();
        Spot around = owner == null ? null : of(owner);
        Spot spot = new Spot(node, block, around, spots.size());
        spots.put(key, spot);
        if (around != null) {
            around.inside.add(spot);
        }
        return spot;
    }

    /** One more undo, or one less, is open or under way. */
    void count(Spot changed, int by) {
        for (Spot spot = changed; spot != null; spot = spot.around) {
            boolean wasUnclear = spot.isUnclear();
            spot.busy += by;
            if (wasUnclear != spot.isUnclear()) {
                spread(spot, by);
            }
        }
    }

    /** What becomes unclear blocks what stands before it, which is unclear thereby, and so on; and the other way round. */
    private void spread(Spot flipped, int by) {
        Deque<Spot> open = new ArrayDeque<>(List.of(flipped));
        while (!open.isEmpty()) {
            Spot spot = open.pop();
            for (Spot before : before(spot)) {
                boolean wasUnclear = before.isUnclear();
                before.blockers += by;
                if (before.blockers == Math.max(by, 0)) {
                    tell(before);
                }
                if (wasUnclear != before.isUnclear()) {
                    open.push(before);
                }
            }
        }
    }

    private List<Spot> before(Spot spot) {
        List<Spot> before = new ArrayList<>();
        for (Node node : spot.block.block().predecessorsOf(spot.node)) {
            before.add(of(node, spot.block));
        }
        BlockRun turnBefore = before.isEmpty() ? tasks.turnBeside(spot.block, -1) : null;
        if (turnBefore != null) {
            turnBefore.block().exits().forEach(node -> before.add(of(node, turnBefore)));
        }
        return before;
    }

    private void tell(Spot spot) {
        moved.accept(spot);
        for (Spot inner : spot.inside) {
            if (inner.blockers == 0) {
                tell(inner);
            }
        }
    }

    /** Some of the open undos that this one has to wait for, nearest first. */
    List<NodeKey> waitsFor(Spot waiting, int max) {
        List<NodeKey> found = new ArrayList<>();
        for (Spot spot = waiting; spot != null; spot = spot.around) {
            Block block = spot.block.block();
            Deque<Node> later = new ArrayDeque<>(block.successorsOf(spot.node));
            Set<String> walked = new HashSet<>();
            while (!later.isEmpty() && found.size() < max) {
                Node next = later.poll();
                if (walked.add(next.id())) {
                    collect(spots.get(spot.block.key(next)), found, max);
                    later.addAll(block.successorsOf(next));
                }
            }
            collectNextTurn(spot.block, found, max);
        }
        return found;
    }

    /** Of a loop's turns behind this one, the next that has anything to undo: it waits for those behind it. */
    private void collectNextTurn(BlockRun block, List<NodeKey> found, int max) {
        int before = found.size();
        BlockRun turn = tasks.turnBeside(block, 1);
        while (turn != null && found.size() == before && before < max) {
            for (Node node : turn.block().nodes()) {
                collect(spots.get(turn.key(node)), found, max);
            }
            turn = tasks.turnBeside(turn, 1);
        }
    }

    private static void collect(@Nullable Spot spot, List<NodeKey> found, int max) {
        if (spot == null || spot.busy == 0) {
            return;
        }
        if (spot.open && found.size() < max) {
            found.add(spot.key());
        }
        for (int i = 0; i < spot.inside.size() && found.size() < max; i++) {
            collect(spot.inside.get(i), found, max);
        }
    }

    /** One place of the executed graph as a rollback sees it. */
    static final class Spot {

        /** Last completed first. */
        static final Comparator<Spot> LAST_FIRST =
                Comparator.comparingLong((Spot spot) -> spot.rank).reversed().thenComparing(spot -> spot.number);

        final Node node;
        final BlockRun block;
        final @Nullable Spot around;
        final List<Spot> inside = new ArrayList<>();

        @Nullable
        TaskRun task;

        /** Sequence number at which its task was done. */
        long rank;

        boolean open;
        boolean moving;
        boolean goesForward;

        /** Undos here and inside that are open or under way. */
        int busy;

        /** Tasks right after this one that are unclear. */
        int blockers;

        private final int number;

        Spot(Node node, BlockRun block, @Nullable Spot around, int number) {
            this.node = node;
            this.block = block;
            this.around = around;
            this.number = number;
        }

        NodeKey key() {
            return block.key(node);
        }

        boolean isBusy() {
            return open || moving;
        }

        /** Whether what stands before it has to wait. */
        boolean isUnclear() {
            return busy > 0 || blockers > 0;
        }

        /** Whether everything after it is clear, and everything after what it stands in. */
        boolean isReached() {
            return blockers == 0 && (around == null || around.isReached());
        }
    }
}
