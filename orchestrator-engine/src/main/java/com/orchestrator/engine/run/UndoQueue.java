package com.orchestrator.engine.run;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.UndoScope;
import com.orchestrator.engine.plan.SagaPlan;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What has to be undone and what may be undone next. An undo is <em>open</em> while its task's effect may stand and nobody
 * has begun to undo it; which open ones may start depends on the order the definition asks for. Brought up to date task by
 * task: undoing n tasks costs n times as much as undoing one, but for the sorting.
 */
public final class UndoQueue {

    private final Run run;
    private final UndoScope scope;
    private final SagaPlan.Order order;
    private final boolean asIfNothingMoved;
    private final UndoGraph graph;
    private final TreeSet<UndoGraph.Spot> open = new TreeSet<>(UndoGraph.Spot.LAST_FIRST);
    private final TreeSet<UndoGraph.Spot> ready = new TreeSet<>(UndoGraph.Spot.LAST_FIRST);
    private int goingForward;

    private UndoQueue(Run run, UndoScope scope, boolean asIfNothingMoved) {
        this.run = run;
        this.scope = scope;
        this.order = run.plan().saga().order();
        this.asIfNothingMoved = asIfNothingMoved;
        this.graph = new UndoGraph(run.taskRuns(), this::judge);
        run.tasksSeen().forEach(this::update);
    }

    /** Of the rollback that is under way. */
    static UndoQueue of(Run run) {
        return new UndoQueue(run, UndoScope.of(run.plan(), run.rollbackTarget()), false);
    }

    /** Of a rollback that would begin now, if nothing were under way. */
    private static UndoQueue asIfBegun(Run run, UndoScope scope) {
        return new UndoQueue(run, scope, true);
    }

    /**
     * One undo of a rollback that would begin now.
     *
     * @param after some of the tasks whose undos must be done first, nearest first
     */
    public record Planned(TaskRun task, List<NodeKey> after) {}

    /**
     * What a rollback would undo if it began now and nothing were under way, in order.
     *
     * @param afterMax how many undos are named that one has to wait for
     */
    public static List<Planned> plan(Run run, UndoScope scope, int afterMax) {
        UndoQueue queue = asIfBegun(run, scope);
        Map<TaskRun, List<NodeKey>> after = new IdentityHashMap<>();
        queue.open().forEach(task -> after.put(task, queue.before(task, afterMax)));
        List<Planned> planned = new ArrayList<>();
        while (!queue.isEmpty()) {
            queue.takeLayer().forEach(task -> planned.add(new Planned(task, Objects.requireNonNull(after.get(task)))));
        }
        return planned;
    }

    /** Looks at a task anew. */
    void update(TaskRun task) {
        if (task.block.isAfterRollback()) {
            return;
        }
        boolean isOpen = task.undo.state == UndoRun.State.OPEN && task.undo.isConcerned(scope);
        boolean goesForward = !asIfNothingMoved && goesForward(task);
        boolean isMoving = goesForward || (!asIfNothingMoved && isBeingUndone(task));
        if (isOpen || isMoving || graph.known(task) != null) {
            set(graph.of(task), task, isOpen, isMoving, goesForward);
        }
    }

    private static boolean isBeingUndone(TaskRun task) {
        return task.undo.state == UndoRun.State.RUNNING || task.undoesEarlierRound();
    }

    private void set(UndoGraph.Spot spot, TaskRun task, boolean isOpen, boolean isMoving, boolean goesForward) {
        open.remove(spot);
        ready.remove(spot);
        boolean wasBusy = spot.isBusy();
        goingForward += (goesForward ? 1 : 0) - (spot.goesForward ? 1 : 0);
        spot.task = task;
        spot.rank = rank(task);
        spot.open = isOpen;
        spot.moving = isMoving;
        spot.goesForward = goesForward;
        if (isOpen) {
            open.add(spot);
        }
        if (order == SagaPlan.Order.GRAPH && wasBusy != spot.isBusy()) {
            graph.count(spot, spot.isBusy() ? 1 : -1);
        }
        judge(spot);
    }

    private void judge(UndoGraph.Spot spot) {
        boolean isReady = spot.open && !spot.moving && spot.isReached();
        if (isReady && order != SagaPlan.Order.REVERSE) {
            ready.add(spot);
        } else {
            ready.remove(spot);
        }
    }

    private static boolean goesForward(TaskRun task) {
        ExecutionRun live = task.live();
        boolean isAtWork = live != null && (live.state() == ExecutionState.LEASED || task.isProbing());
        return isAtWork || task.awaitsChild();
    }

    /** A child that is not at its end is told to stop before anything is undone. */
    private static long rank(TaskRun task) {
        return task.awaitsChild() ? Long.MAX_VALUE : task.finishedSequence;
    }

    /** The undo to start now, however many are in flight; null when there is none. */
    public @Nullable TaskRun next() {
        if (order != SagaPlan.Order.REVERSE) {
            return ready.isEmpty() ? null : ready.first().task;
        }
        boolean somethingMoves = run.undosInFlight() > 0 || run.earlierUndos().anyMoving() || forwardInFlight();
        return somethingMoves || open.isEmpty() ? null : open.first().task;
    }

    /** Whether this undo may start now. */
    public boolean isReady(TaskRun task) {
        UndoGraph.Spot spot = graph.known(task);
        return order == SagaPlan.Order.REVERSE ? task == next() : spot != null && ready.contains(spot);
    }

    /** Whether nothing has come up that must be undone before this one, which is ready. */
    public boolean isStillNext(TaskRun task) {
        UndoGraph.Spot spot = graph.of(task);
        return switch (order) {
            case GRAPH -> spot.isReached();
            case REVERSE -> !run.earlierUndos().anyMoving() && isBehindAllOpen(spot);
            case PARALLEL -> true;
        };
    }

    private boolean isBehindAllOpen(UndoGraph.Spot spot) {
        return open.isEmpty() || UndoGraph.Spot.LAST_FIRST.compare(spot, open.first()) < 0;
    }

    public boolean isEmpty() {
        return open.isEmpty();
    }

    /** Whether it has to be found out first if there is anything to undo. */
    public boolean needsProbe(TaskRun task) {
        return task.undo.needsProbe(scope);
    }

    /** Whether a worker still holds forward work or is asked about some, or a child goes on, whose outcome may add an undo. */
    public boolean forwardInFlight() {
        return goingForward > 0;
    }

    /** Those that would come next together; they leave the queue as if they were done. */
    private List<TaskRun> takeLayer() {
        List<UndoGraph.Spot> layer = new ArrayList<>(order == SagaPlan.Order.REVERSE ? List.of(open.first()) : ready);
        layer.forEach(spot -> set(spot, Objects.requireNonNull(spot.task), false, false, false));
        return layer.stream().map(spot -> Objects.requireNonNull(spot.task)).toList();
    }

    /** Some of the open undos that have to be done before this one, nearest first. */
    private List<NodeKey> before(TaskRun task, int max) {
        UndoGraph.Spot spot = graph.of(task);
        return switch (order) {
            case GRAPH -> graph.waitsFor(spot, max);
            case REVERSE ->
                open.headSet(spot, false).descendingSet().stream()
                        .limit(max)
                        .map(earlier -> Objects.requireNonNull(earlier.task).key())
                        .toList();
            case PARALLEL -> List.of();
        };
    }

    /** What is open, last completed first. */
    private List<TaskRun> open() {
        return open.stream().map(spot -> Objects.requireNonNull(spot.task)).toList();
    }

    /** Keeps the queue of a run up to date. It is made when a rollback first asks; runs that go forward have none. */
    static final class Pending {

        private final Run run;
        private final Set<TaskRun> changed = new LinkedHashSet<>();
        private @Nullable UndoQueue queue;

        Pending(Run run) {
            this.run = run;
        }

        UndoQueue queue() {
            if (queue == null) {
                queue = UndoQueue.of(run);
            }
            changed.forEach(queue::update);
            changed.clear();
            return queue;
        }

        void changed(TaskRun task) {
            if (queue != null) {
                changed.add(task);
            }
        }

        void forget() {
            queue = null;
            changed.clear();
        }
    }
}
