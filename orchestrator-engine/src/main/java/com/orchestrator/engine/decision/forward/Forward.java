package com.orchestrator.engine.decision.forward;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunScope;
import com.orchestrator.engine.decision.attempt.Attempts;
import com.orchestrator.engine.decision.rollback.Rollback;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Handling;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.run.BlockRun;
import com.orchestrator.engine.run.Claims;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Moves a run along its graph: which task starts next, and when a block is done. What each kind of task does when it starts
 * stands in {@link Start}, how far a failure reaches in {@link Failing}, how the run completes in {@link Ending}.
 */
public final class Forward implements Rollback.WayOn {

    private final RunChange change;
    private final Run run;

    public Forward(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    /** The run's way back, at whose end it may turn round. */
    public static Rollback wayBack(RunChange change) {
        return new Rollback(change, new Forward(change));
    }

    /** Starts the first tasks, as soon as the run has what it needs; from there the deadline counts. */
    public void begin() {
        if (new Admission(change).admitsRun()) {
            beginNow();
        }
    }

    private void beginNow() {
        if (!new SearchValues(change).atStart()) {
            return;
        }
        Duration timeout = run.plan().executionTimeout();
        change.emit(new LifecycleEvent.WorkflowBegan(timeout == null ? null : change.in(timeout)));
        new Admission(change).revived().forEach(this::start);
        startBlock(run.taskRuns().root());
    }

    /** Whether somebody who waits for what he needs may start when he has it. */
    boolean isWanted(NodeKey key) {
        if (key.equals(Claims.OF_RUN)) {
            return run.phase() == Run.Phase.FORWARD;
        }
        TaskRun task = run.task(key);
        if (!run.goesForward(task.block())) {
            return false;
        }
        boolean isDue = task.state() == TaskRun.State.PENDING
                && isUnderWay(task.block())
                && predecessorsLetGo(task.block(), task.node());
        return isDue || Admission.isRevived(task);
    }

    /** Somebody has what he has waited for. */
    void admitted(NodeKey key) {
        if (!key.equals(Claims.OF_RUN)) {
            start(run.task(key));
        } else if (run.startedAt() == null) {
            beginNow();
        } else {
            resume();
            new Admission(change).idle().forEach(this::again);
        }
    }

    /** Starts whatever is pending and could run: after a rollback or a retry by hand. */
    @Override
    public void resume() {
        if (run.phase() != Run.Phase.FORWARD) {
            run.afterRollback().underWay().forEach(this::resumeBlock);
            wayBack(change).advance();
        } else if (run.startedAt() == null) {
            begin();
        } else {
            resumeBlock(run.taskRuns().root());
        }
    }

    void resumeBlock(BlockRun block) {
        if (!isUnderWay(block)) {
            return;
        }
        for (Node node : block.block().nodes()) {
            TaskRun task = run.taskRuns().ifSeen(block.key(node));
            boolean waits = task != null && run.claims().awaits(task.key());
            if (task != null && task.state() == TaskRun.State.RUNNING && task.incident() == null && !waits) {
                resumeInside(task);
            } else {
                startIfDue(block, node);
            }
        }
        if (block.isDone()) {
            blockDone(block);
        }
    }

    private void resumeInside(TaskRun task) {
        if (!task.node().entersOneBlock()) {
            run.taskRuns().activeInside(task).forEach(this::resumeBlock);
        } else if (task.choice() >= 0) {
            resumeBlock(run.taskRuns().inside(task, task.choice()));
        }
        if (task.passes() != null) {
            Passes.of(change, this, task).goOn();
        }
    }

    /** Starts the entries of a block; an empty block is done at once. */
    @Override
    public void startBlock(BlockRun block) {
        if (block.block().nodes().isEmpty()) {
            blockDone(block);
            return;
        }
        block.block().entries().forEach(node -> startIfDue(block, node));
    }

    private void startIfDue(BlockRun block, Node node) {
        if (run.goesForward(block)
                && isPending(block.key(node))
                && isUnderWay(block)
                && predecessorsLetGo(block, node)) {
            start(run.task(block.key(node)));
        }
    }

    private boolean isPending(NodeKey key) {
        TaskRun task = run.taskRuns().ifSeen(key);
        return task == null || task.state() == TaskRun.State.PENDING;
    }

    /** A block whose owner has been dropped or is done starts nothing any more, nor does a branch or item that failed. */
    private static boolean isUnderWay(BlockRun block) {
        TaskRun owner = block.owner();
        if (owner == null) {
            return true;
        }
        boolean hasLost = owner.node().outlivesBlocks() && block.hasFailed();
        return owner.state() == TaskRun.State.RUNNING && !hasLost;
    }

    private boolean predecessorsLetGo(BlockRun block, Node node) {
        return node.head().dependsOn().stream()
                .allMatch(id -> run.task(new NodeKey(id, block.iteration())).letsSuccessorsGo());
    }

    private void start(TaskRun task) {
        Node node = task.node();
        Admission admission = new Admission(change);
        if (!admission.admitsRun(task)) {
            return;
        }
        try {
            if (node.head().condition() != null && !node.head().condition().test(RunScope.of(run, task))) {
                change.emit(new TaskEvent.TaskSkipped(
                        task.key().taskId(), task.key().iteration()));
                settled(task);
                return;
            }
            if (admission.admits(task)) {
                node.accept(new Start(change, this, task));
            }
        } catch (ExpressionFailure failure) {
            new Failing(change).failed(task, expressionError(change, failure));
        }
    }

    static TaskError expressionError(RunChange change, ExpressionFailure failure) {
        return new TaskError(FailureKind.FATAL, "EXPRESSION_FAILED", change.said(failure), null);
    }

    /** Nobody knows what it would be counted under; it does not run unlimited. */
    static TaskError keyError(RunChange change, ExpressionFailure failure) {
        return new TaskError(FailureKind.FATAL, "KEY_FAILED", change.said(failure), null);
    }

    /** A task that no worker does is done. */
    void passed(TaskRun task, @Nullable Payload output) {
        change.emit(new TaskEvent.TaskPassed(task.key().taskId(), task.key().iteration()), output);
        settled(task);
    }

    /** A task lets its successors go: starts them, and closes the block when it was the last. */
    public void settled(TaskRun task) {
        BlockRun block = task.block();
        new Admission(change).ended(task);
        for (Node successor : block.block().successorsOf(task.node())) {
            startIfDue(block, successor);
        }
        if (run.goesForward(block) && isUnderWay(block) && block.isDone()) {
            blockDone(block);
        }
    }

    private void blockDone(BlockRun block) {
        if (!run.goesForward(block)) {
            return;
        }
        TaskRun owner = block.owner();
        if (block.isAfterRollback() && owner == null) {
            wayBack(change).advance();
        } else if (owner == null) {
            new Ending(change).complete();
        } else if (owner.state() == TaskRun.State.RUNNING) {
            blockDone(block, owner);
        }
    }

    private void blockDone(BlockRun block, TaskRun owner) {
        if (owner.node() instanceof Node.Parallel parallel) {
            join(parallel, owner);
        } else if (owner.passes() != null) {
            Passes.of(change, this, owner).done(block);
        } else if (owner.node() instanceof Handling handling) {
            new Recovery(change, owner, handling).done();
        } else {
            passed(owner, null);
        }
    }

    /** Closes a parallel once enough branches are done; those still running have lost and are dropped. */
    private void join(Node.Parallel parallel, TaskRun task) {
        if (task.blocksDone() >= parallel.joinAt()) {
            new Unwanted(change).dropInside(task);
            passed(task, null);
        }
    }

    /** A person wants it tried again: with its input, or from its very beginning when it never came to have one. */
    public void again(TaskRun task) {
        if (run.startedAt() == null) {
            begin();
        } else if (task.hasInput() && new Admission(change).admitsRun(task)) {
            new Attempts(change).again(task, Duration.ZERO);
        } else if (!task.hasInput()) {
            start(task);
        }
    }

    /** Timers of waits and signals, and of maps and loops that have put off what comes next. */
    public void waitIsOver(TaskRun task) {
        if (task.node() instanceof Node.Signal signal) {
            Failing failing = new Failing(change);
            failing.failed(task, failing.timeoutOf(signal, task));
        } else if (task.passes() != null) {
            Passes.of(change, this, task).goOnAfterRest();
        } else {
            passed(task, null);
        }
    }
}
