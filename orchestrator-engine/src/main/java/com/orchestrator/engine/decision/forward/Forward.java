package com.orchestrator.engine.decision.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunScope;
import com.orchestrator.engine.decision.attempt.Attempts;
import com.orchestrator.engine.decision.children.Children;
import com.orchestrator.engine.decision.children.ParentReport;
import com.orchestrator.engine.decision.rollback.Pivots;
import com.orchestrator.engine.decision.rollback.Rollback;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.run.BlockRun;
import com.orchestrator.engine.run.Claims;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Moves a run along its graph: which task starts next, when a block is done, how far a failure reaches. What each kind of
 * task does when it starts stands in {@link Start}.
 */
public final class Forward {

    private final RunChange change;
    private final Run run;

    public Forward(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    /** The run's way back, at whose end it may turn round. */
    public static Rollback wayBack(RunChange change) {
        return new Rollback(change, () -> new Forward(change).resume());
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
            return true;
        }
        TaskRun task = run.task(key);
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
    public void resume() {
        if (run.startedAt() == null) {
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
        if (!(task.node() instanceof Node.Switch)) {
            run.taskRuns().activeInside(task).forEach(this::resumeBlock);
        } else if (task.choice() >= 0) {
            resumeBlock(run.taskRuns().inside(task, task.choice()));
        }
        if (task.node() instanceof Node.Map) {
            new Items(change, this, task).goOn();
        }
    }

    /** Starts the entries of a block; an empty block is done at once. */
    void startBlock(BlockRun block) {
        if (block.block().nodes().isEmpty()) {
            blockDone(block);
            return;
        }
        block.block().entries().forEach(node -> startIfDue(block, node));
    }

    private void startIfDue(BlockRun block, Node node) {
        if (run.phase() == Run.Phase.FORWARD
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
        if (!admission.admitsRun()) {
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
            failed(task, expressionError(failure));
        }
    }

    static TaskError expressionError(ExpressionFailure failure) {
        return new TaskError(FailureKind.FATAL, "EXPRESSION_FAILED", failure.getMessage(), null);
    }

    /** Nobody knows what it would be counted under; it does not run unlimited. */
    static TaskError keyError(ExpressionFailure failure) {
        return new TaskError(FailureKind.FATAL, "KEY_FAILED", failure.getMessage(), null);
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
        if (run.phase() == Run.Phase.FORWARD && isUnderWay(block) && block.isDone()) {
            blockDone(block);
        }
    }

    private void blockDone(BlockRun block) {
        if (run.phase() != Run.Phase.FORWARD) {
            return;
        }
        TaskRun owner = block.owner();
        if (owner == null) {
            complete();
        } else if (owner.state() == TaskRun.State.RUNNING) {
            blockDone(block, owner);
        }
    }

    private void blockDone(BlockRun block, TaskRun owner) {
        if (owner.node() instanceof Node.Parallel parallel) {
            join(parallel, owner);
        } else if (owner.node() instanceof Node.Map map) {
            new Items(change, this, owner).done(map, block);
        } else {
            passed(owner, null);
        }
    }

    /** Closes a parallel once enough branches are done; those still running have lost and are dropped. */
    private void join(Node.Parallel parallel, TaskRun task) {
        if (task.blocksDone() >= parallel.joinAt()) {
            dropInside(task);
            passed(task, null);
        }
    }

    private void complete() {
        Payload output = null;
        if (run.plan().output() != null) {
            try {
                output = run.plan().output().evaluate(RunScope.of(run));
            } catch (ExpressionFailure failure) {
                wayBack(change).begin(new Cause(Cause.Kind.FAILED, "OUTPUT_FAILED", failure.getMessage(), null, null));
                return;
            }
        }
        Attempts attempts = new Attempts(change);
        wayBack(change).forwardExecutions().forEach(attempts::cancel);
        new Children(change).leave();
        change.emit(new LifecycleEvent.WorkflowCompleted(), output);
        wayBack(change).advance();
        ParentReport.tell(change, output);
    }

    /** A person wants it tried again: with its input, or from its very beginning when it never came to have one. */
    public void again(TaskRun task) {
        if (run.startedAt() == null) {
            begin();
        } else if (task.hasInput() && new Admission(change).admitsRun()) {
            new Attempts(change).again(task, Duration.ZERO);
        } else if (!task.hasInput()) {
            start(task);
        }
    }

    /** Whether the run has passed a pivot and nobody but the run itself would stop a failure of the task. */
    public boolean mustSucceed(TaskRun task) {
        return Pivots.isPassed(run) && wouldFailRun(task);
    }

    private static boolean wouldFailRun(TaskRun task) {
        if (task.node().head().continueOnError()) {
            return false;
        }
        TaskRun owner = task.block().owner();
        return owner == null || (!owner.survivesLossOf(task.block()) && wouldFailRun(owner));
    }

    /**
     * No further attempt: the failure stays with the task, or reaches as far as nobody stops it. Where it must not reach the
     * run, a person is asked.
     */
    public void failed(TaskRun task, TaskError error) {
        if (mustSucceed(task)) {
            new Attempts(change).suspend(task, error);
            return;
        }
        change.emit(new TaskEvent.TaskGaveUp(
                task.key().taskId(), task.key().iteration(), Math.max(task.executions(), 1), error));
        spread(task, task, error);
    }

    private void spread(TaskRun origin, TaskRun failed, TaskError error) {
        if (failed.node().head().continueOnError()) {
            settled(failed);
            return;
        }
        if (wayBack(change).onFailure(failed, causeOf(origin, error))) {
            return;
        }
        TaskRun owner = failed.block().owner();
        if (owner == null) {
            wayBack(change).begin(causeOf(origin, error));
        } else if (owner.node().outlivesBlocks() && owner.survives()) {
            drop(failed.block());
            goOnWithout(owner);
        } else {
            failOwner(origin, owner, error);
        }
    }

    private void goOnWithout(TaskRun owner) {
        if (owner.node() instanceof Node.Map) {
            new Items(change, this, owner).goOn();
        }
    }

    private void failOwner(TaskRun origin, TaskRun owner, TaskError error) {
        if (owner.node().head().continueOnError()) {
            dropInside(owner);
            change.emit(
                    new TaskEvent.TaskGaveUp(owner.key().taskId(), owner.key().iteration(), 1, error));
        }
        spread(origin, owner, error);
    }

    private static Cause causeOf(TaskRun origin, TaskError error) {
        return new Cause(
                Cause.Kind.FAILED,
                error.code(),
                error.message(),
                origin.key().taskId(),
                Math.max(origin.executions(), 1),
                origin.key().iteration());
    }

    /** A person has decided how a block ends: what runs inside it is no longer wanted. */
    public void dropInside(TaskRun task) {
        run.taskRuns().activeInside(task).forEach(this::drop);
    }

    /** Stops everything under way in a block that is no longer wanted. */
    private void drop(BlockRun block) {
        Attempts attempts = new Attempts(change);
        for (Node node : block.block().nodes()) {
            TaskRun task = run.taskRuns().ifSeen(block.key(node));
            if (task == null || task.state() != TaskRun.State.RUNNING) {
                continue;
            }
            dropInside(task);
            if (task.live() != null) {
                attempts.stop(task.live());
            }
            new Children(change).drop(task);
            change.emit(
                    new TaskEvent.TaskDropped(task.key().taskId(), task.key().iteration()));
            wayBack(change).undoIfUnwanted(task);
        }
    }

    /** Timers of waits and signals, and of maps that have put off further items. */
    public void waitIsOver(TaskRun task) {
        if (task.node() instanceof Node.Signal signal) {
            failed(task, timeoutError(signal, task));
        } else if (task.node() instanceof Node.Map) {
            new Items(change, this, task).goOnAfterRest();
        } else {
            passed(task, null);
        }
    }

    private TaskError timeoutError(Node.Signal signal, TaskRun task) {
        if (signal.onTimeout() == null) {
            return new TaskError(
                    FailureKind.FATAL, "SIGNAL_TIMEOUT", "Signal " + signal.signalName() + " did not come", null);
        }
        return failureOf(signal.onTimeout(), task);
    }

    /** What a {@code fail} task says. */
    TaskError failureOf(Node.Fail node, TaskRun task) {
        RunScope scope = RunScope.of(run, task);
        try {
            JsonNode message = node.message() == null
                    ? null
                    : node.message().evaluate(scope).tree();
            Payload details = node.details() == null ? null : node.details().evaluate(scope);
            return new TaskError(FailureKind.FATAL, node.code(), message == null ? null : message.asText(), details);
        } catch (ExpressionFailure failure) {
            return new TaskError(FailureKind.FATAL, node.code(), failure.getMessage(), null);
        }
    }
}
