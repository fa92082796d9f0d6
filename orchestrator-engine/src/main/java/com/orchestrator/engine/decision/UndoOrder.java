package com.orchestrator.engine.decision;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides what has to be undone and what may be undone next. An undo is <em>open</em> while its task's effect may stand;
 * in graph order it may start once nothing that ran after its task is open or still in flight.
 */
public final class UndoOrder {

    private final Run run;
    private final UndoScope scope;

    public UndoOrder(Run run) {
        this.run = run;
        this.scope = UndoScope.of(run.plan(), run.rollbackTarget());
    }

    /** Seen as if a rollback of the given scope began now. */
    UndoOrder(Run run, UndoScope scope) {
        this.run = run;
        this.scope = scope;
    }

    /** Undos that are not begun, in order of their tasks' completion, last first. */
    List<TaskRun> open() {
        return run.tasksSeen().stream()
                .filter(this::isOpen)
                .sorted(Comparator.comparingLong((TaskRun task) -> task.finishedSequence)
                        .reversed())
                .toList();
    }

    private boolean isOpen(TaskRun task) {
        return task.undo.state == UndoRun.State.OPEN && (needsUndo(task) || needsProbe(task));
    }

    /** Whether it has to be found out first if there is anything to undo. */
    boolean needsProbe(TaskRun task) {
        return task.isInDoubt()
                && task.node() instanceof Node.Task node
                && node.undo() != null
                && node.onUnknown().probe() != null
                && scope.contains(node)
                && !task.wasProbedInVain();
    }

    /** Whether the effect of the task happened, or may have and its undo covers that, so that a rollback has to deal with it. */
    boolean needsUndo(TaskRun task) {
        return task.node() instanceof Node.Task node
                && scope.contains(node)
                && (task.happened() || (task.mayHaveHappened() && isWantedInDoubt(node)))
                && (node.undo() != null || node.head().role().irreversible());
    }

    /** What nothing takes back is spoken of whenever it may have happened. */
    private static boolean isWantedInDoubt(Node.Task node) {
        return node.undo() == null || node.undo().whenAttempted();
    }

    /** Those that may start now, however many are in flight. */
    List<TaskRun> ready() {
        List<TaskRun> open = open();
        return switch (run.plan().saga().order()) {
            case GRAPH -> readyByGraph(open);
            case REVERSE -> readyLast(open);
            case PARALLEL -> open.stream().filter(task -> !isAtWork(task)).toList();
        };
    }

    /** Those of the given undos that would come first if nothing were under way. */
    List<TaskRun> firstOf(List<TaskRun> open) {
        return switch (run.plan().saga().order()) {
            case GRAPH -> walk(Set.copyOf(open), task -> false);
            case REVERSE -> open.stream().limit(1).toList();
            case PARALLEL -> open;
        };
    }

    private List<TaskRun> walk(Set<TaskRun> open, Predicate<TaskRun> isMoving) {
        GraphWalk walk = new GraphWalk(open::contains, isMoving);
        walk.visit(run.plan().root(), true);
        return walk.ready;
    }

    private List<TaskRun> readyLast(List<TaskRun> open) {
        boolean somethingMoves = run.undosInFlight() > 0 || forwardInFlight();
        return somethingMoves || open.isEmpty() ? List.of() : List.of(open.get(0));
    }

    /** Whether a worker still holds forward work, or is asked about some, whose outcome may add an undo. */
    boolean forwardInFlight() {
        return run.liveExecutions().stream().anyMatch(execution -> isAtWork(execution.task()));
    }

    private static boolean isAtWork(TaskRun task) {
        ExecutionRun live = task.live();
        return live != null && (live.state() == ExecutionState.LEASED || task.isProbing());
    }

    private List<TaskRun> readyByGraph(List<TaskRun> open) {
        return walk(Set.copyOf(open), task -> task.undo.state == UndoRun.State.RUNNING || isAtWork(task));
    }

    /** Whether {@code first}, if open, keeps {@code second} from starting. */
    boolean mustPrecede(TaskRun first, TaskRun second) {
        return switch (run.plan().saga().order()) {
            case GRAPH -> !walk(Set.of(first, second), task -> false).contains(second);
            case REVERSE -> first.finishedSequence > second.finishedSequence;
            case PARALLEL -> false;
        };
    }

    /** Walks the graph against its direction; what it meets first is ready. */
    private final class GraphWalk {

        private final Predicate<TaskRun> isOpen;
        private final Predicate<TaskRun> isMoving;
        private final List<TaskRun> ready = new ArrayList<>();

        GraphWalk(Predicate<TaskRun> isOpen, Predicate<TaskRun> isMoving) {
            this.isOpen = isOpen;
            this.isMoving = isMoving;
        }

        /**
         * Collects what is ready in a block.
         *
         * @param reached whether everything after the block is clear
         * @return whether the block itself is clear
         */
        private boolean visit(Block block, boolean reached) {
            Set<String> unclear = new HashSet<>();
            List<Node> nodes = block.nodes();
            for (int i = nodes.size() - 1; i >= 0; i--) {
                Node node = nodes.get(i);
                boolean blocked = block.successorsOf(node).stream().anyMatch(next -> unclear.contains(next.id()));
                boolean clear = visit(node, reached && !blocked);
                if (!clear || blocked) {
                    unclear.add(node.id());
                }
            }
            return unclear.isEmpty();
        }

        private boolean visit(Node node, boolean reached) {
            boolean clear = true;
            for (Block inner : node.blocks()) {
                clear &= visit(inner, reached);
            }
            TaskRun task = run.taskIfSeen(node);
            if (task == null) {
                return clear;
            }
            if (isOpen.test(task)) {
                if (reached && !isMoving.test(task)) {
                    ready.add(task);
                }
                return false;
            }
            return clear && !isMoving.test(task);
        }
    }
}
