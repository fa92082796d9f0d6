package com.orchestrator.engine.decision;

import com.orchestrator.engine.plan.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One place of the executed graph as a rollback sees it. */
final class UndoSpot {

    /** Last completed first. */
    static final Comparator<UndoSpot> LAST_FIRST =
            Comparator.comparingLong((UndoSpot spot) -> spot.rank).reversed().thenComparing(spot -> spot.number);

    final Node node;
    final BlockRun block;
    final @Nullable UndoSpot around;
    final List<UndoSpot> inside = new ArrayList<>();

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

    UndoSpot(Node node, BlockRun block, @Nullable UndoSpot around, int number) {
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
