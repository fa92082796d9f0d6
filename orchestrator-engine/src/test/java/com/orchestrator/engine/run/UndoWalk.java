package com.orchestrator.engine.run;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.engine.history.UndoScope;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which undos may start now, found by a walk over the whole graph: the plain form of what {@link UndoQueue} keeps count of. */
public final class UndoWalk {

    private final Run run;
    private final UndoScope scope;
    private final List<TaskRun> found = new ArrayList<>();

    private UndoWalk(Run run) {
        this.run = run;
        this.scope = UndoScope.of(run.plan(), run.rollbackTarget());
    }

    public static List<TaskRun> ready(Run run) {
        return new UndoWalk(run).ready();
    }

    private List<TaskRun> ready() {
        List<TaskRun> open = run.tasksSeen().stream()
                .filter(this::isOpen)
                .sorted(Comparator.comparingLong((TaskRun task) -> task.finishedSequence)
                        .reversed())
                .toList();
        return switch (run.plan().saga().order()) {
            case GRAPH -> {
                visit(run.taskRuns().root(), true);
                yield found;
            }
            case REVERSE -> open.stream().limit(somethingMoves() ? 0 : 1).toList();
            case PARALLEL -> open.stream().filter(task -> !isMoving(task)).toList();
        };
    }

    private boolean isOpen(TaskRun task) {
        return task.undo.state == UndoRun.State.OPEN && task.undo.isConcerned(scope);
    }

    private boolean somethingMoves() {
        return run.tasksSeen().stream().anyMatch(UndoWalk::isMoving);
    }

    private static boolean isMoving(TaskRun task) {
        ExecutionRun live = task.live();
        return task.undo.state == UndoRun.State.RUNNING
                || task.undoesEarlierRound()
                || task.awaitsChild()
                || (live != null && (live.state() == ExecutionState.LEASED || task.isProbing()));
    }

    /** @return whether the block is clear */
    private boolean visit(BlockRun block, boolean reached) {
        Set<String> unclear = new HashSet<>();
        List<Node> nodes = block.block().nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            boolean blocked = successors(block.block(), node).stream().anyMatch(unclear::contains);
            boolean clear = visit(run.taskRuns().ifSeen(block.key(node)), reached && !blocked);
            if (!clear || blocked) {
                unclear.add(node.id());
            }
        }
        return unclear.isEmpty();
    }

    private static List<String> successors(Block block, Node node) {
        return block.successorsOf(node).stream().map(Node::id).toList();
    }

    private boolean visit(TaskRun task, boolean reached) {
        if (task == null) {
            return true;
        }
        boolean clear = true;
        boolean isLoop = task.passes instanceof PassesRun.Turns;
        List<BlockRun> lastFirst = new ArrayList<>(run.taskRuns().begunInside(task));
        Collections.reverse(lastFirst);
        for (BlockRun inner : lastFirst) {
            boolean innerClear = visit(inner, reached && (clear || !isLoop));
            clear &= innerClear;
        }
        if (isOpen(task)) {
            if (reached && !isMoving(task)) {
                found.add(task);
            }
            return false;
        }
        return clear && !isMoving(task);
    }
}
