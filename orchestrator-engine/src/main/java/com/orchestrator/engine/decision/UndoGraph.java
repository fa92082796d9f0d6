package com.orchestrator.engine.decision;

import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
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

    private final Map<NodeKey, UndoSpot> spots = new HashMap<>();
    private final Consumer<UndoSpot> moved;

    /** @param moved told of each place that is reached, or no longer is */
    UndoGraph(Consumer<UndoSpot> moved) {
        this.moved = moved;
    }

    @Nullable
    UndoSpot known(TaskRun task) {
        return spots.get(task.key());
    }

    UndoSpot of(TaskRun task) {
        return of(task.node(), task.block());
    }

    private UndoSpot of(Node node, BlockRun block) {
        NodeKey key = block.key(node);
        UndoSpot known = spots.get(key);
        if (known != null) {
            return known;
        }
        TaskRun owner = block.owner();
        UndoSpot around = owner == null ? null : of(owner);
        UndoSpot spot = new UndoSpot(node, block, around, spots.size());
        spots.put(key, spot);
        if (around != null) {
            around.inside.add(spot);
        }
        return spot;
    }

    /** One more undo, or one less, is open or under way. */
    void count(UndoSpot changed, int by) {
        for (UndoSpot spot = changed; spot != null; spot = spot.around) {
            boolean wasUnclear = spot.isUnclear();
            spot.busy += by;
            if (wasUnclear != spot.isUnclear()) {
                spread(spot, by);
            }
        }
    }

    /** What becomes unclear blocks what stands before it, which is unclear thereby, and so on; and the other way round. */
    private void spread(UndoSpot flipped, int by) {
        Deque<UndoSpot> open = new ArrayDeque<>(List.of(flipped));
        while (!open.isEmpty()) {
            UndoSpot spot = open.pop();
            for (UndoSpot before : before(spot)) {
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

    private List<UndoSpot> before(UndoSpot spot) {
        List<UndoSpot> before = new ArrayList<>();
        for (Node node : spot.block.block().predecessorsOf(spot.node)) {
            before.add(of(node, spot.block));
        }
        return before;
    }

    private void tell(UndoSpot spot) {
        moved.accept(spot);
        for (UndoSpot inner : spot.inside) {
            if (inner.blockers == 0) {
                tell(inner);
            }
        }
    }

    /** Some of the open undos that this one has to wait for, nearest first. */
    List<NodeKey> waitsFor(UndoSpot waiting, int max) {
        List<NodeKey> found = new ArrayList<>();
        for (UndoSpot spot = waiting; spot != null; spot = spot.around) {
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
        }
        return found;
    }

    private static void collect(@Nullable UndoSpot spot, List<NodeKey> found, int max) {
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
}
