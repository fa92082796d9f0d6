package com.orchestrator.engine.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
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

    /** Starts the first tasks; from here the deadline counts. */
    public void begin() {
        Duration timeout = run.plan().executionTimeout();
        change.emit(
                new RunEvent.WorkflowBegan(timeout == null ? null : change.now().plus(timeout)));
        startBlock(run.plan().root());
    }

    /** Starts whatever is pending and could run: after a rollback or a retry by hand. */
    public void resume() {
        resumeBlock(run.plan().root());
    }

    private void resumeBlock(Block block) {
        if (!isUnderWay(block)) {
            return;
        }
        for (Node node : block.nodes()) {
            TaskRun task = run.taskIfSeen(node);
            if (task != null && task.state() == TaskRun.State.RUNNING && task.incident() == null) {
                activeBlocks(node, task).forEach(this::resumeBlock);
            } else {
                startIfDue(block, node);
            }
        }
        if (isDone(block)) {
            blockDone(block);
        }
    }

    private static List<Block> activeBlocks(Node node, TaskRun task) {
        if (node instanceof Node.Switch) {
            return task.choice() < 0 ? List.of() : List.of(node.blocks().get(task.choice()));
        }
        return node.blocks();
    }

    /** Starts the entries of a block; an empty block is done at once. */
    void startBlock(Block block) {
        if (block.nodes().isEmpty()) {
            blockDone(block);
            return;
        }
        block.entries().forEach(node -> startIfDue(block, node));
    }

    private void startIfDue(Block block, Node node) {
        if (run.phase() == Run.Phase.FORWARD && isPending(node) && isUnderWay(block) && predecessorsLetGo(node)) {
            start(node);
        }
    }

    private boolean isPending(Node node) {
        TaskRun task = run.taskIfSeen(node);
        return task == null || task.state() == TaskRun.State.PENDING;
    }

    /** A block whose owner has been dropped or is done starts nothing any more, nor does a branch that has failed. */
    private boolean isUnderWay(Block block) {
        Node owner = run.plan().index().owners().get(block.id());
        boolean hasLost = owner instanceof Node.Parallel && hasFailed(block);
        return owner == null || (run.task(owner).state() == TaskRun.State.RUNNING && !hasLost);
    }

    private boolean predecessorsLetGo(Node node) {
        return node.head().dependsOn().stream()
                .allMatch(id -> run.task(NodeKey.of(id)).letsSuccessorsGo());
    }

    private void start(Node node) {
        TaskRun task = run.task(node);
        try {
            if (node.head().condition() != null && !node.head().condition().test(RunScope.of(run, task))) {
                change.emit(
                        new RunEvent.TaskSkipped(task.key().taskId(), task.key().iteration()));
                settled(task);
                return;
            }
            node.accept(new Start(change, this, task));
        } catch (ExpressionFailure failure) {
            failed(task, expressionError(failure));
        }
    }

    static TaskError expressionError(ExpressionFailure failure) {
        return new TaskError(FailureKind.FATAL, "EXPRESSION_FAILED", failure.getMessage(), null);
    }

    /** A task that no worker does is done. */
    void passed(TaskRun task, @Nullable Payload output) {
        change.emit(new RunEvent.TaskPassed(task.key().taskId(), task.key().iteration()), output);
        settled(task);
    }

    /** A task lets its successors go: starts them, and closes the block when it was the last. */
    public void settled(TaskRun task) {
        Block block = Objects.requireNonNull(
                run.plan().index().parents().get(task.node().id()));
        for (Node successor : block.successorsOf(task.node())) {
            startIfDue(block, successor);
        }
        if (run.phase() == Run.Phase.FORWARD && isUnderWay(block) && isDone(block)) {
            blockDone(block);
        }
    }

    private boolean isDone(Block block) {
        for (Node node : block.nodes()) {
            TaskRun task = run.taskIfSeen(node);
            if (task == null || !task.letsSuccessorsGo()) {
                return false;
            }
        }
        return true;
    }

    private void blockDone(Block block) {
        if (run.phase() != Run.Phase.FORWARD) {
            return;
        }
        Node owner = run.plan().index().owners().get(block.id());
        if (owner == null) {
            complete();
        } else if (owner instanceof Node.Parallel parallel) {
            join(parallel);
        } else if (run.task(owner).state() == TaskRun.State.RUNNING) {
            passed(run.task(owner), null);
        }
    }

    /** Closes a parallel once enough branches are done; those still running have lost and are dropped. */
    private void join(Node.Parallel parallel) {
        TaskRun task = run.task(parallel);
        if (task.state() != TaskRun.State.RUNNING) {
            return;
        }
        long done = parallel.branches().stream().filter(this::isDone).count();
        if (done >= parallel.joinAt()) {
            parallel.branches().forEach(this::drop);
            passed(task, null);
        }
    }

    private void complete() {
        Payload output = null;
        if (run.plan().output() != null) {
            try {
                output = run.plan().output().evaluate(RunScope.of(run));
            } catch (ExpressionFailure failure) {
                new Rollback(change)
                        .begin(new Cause(Cause.Kind.FAILED, "OUTPUT_FAILED", failure.getMessage(), null, null));
                return;
            }
        }
        Attempts attempts = new Attempts(change);
        run.liveExecutions().forEach(attempts::cancel);
        change.emit(new RunEvent.WorkflowCompleted(), output);
    }

    /** A person wants it tried again: with its input, or from its very beginning when it never came to have one. */
    public void again(TaskRun task) {
        if (task.hasInput()) {
            new Attempts(change).again(task, Duration.ZERO);
        } else {
            start(task.node());
        }
    }

    /** The run waits until a person has said how the task goes on. */
    void suspend(TaskRun task, TaskError error) {
        change.emit(new RunEvent.IncidentRaised(task.key().taskId(), task.key().iteration(), error));
    }

    /** Whether the run has passed a pivot and nobody but the run itself would stop a failure of the task. */
    boolean mustSucceed(TaskRun task) {
        return Pivots.isPassed(run) && wouldFailRun(task);
    }

    private boolean wouldFailRun(TaskRun task) {
        if (task.node().head().continueOnError()) {
            return false;
        }
        Block block = Objects.requireNonNull(
                run.plan().index().parents().get(task.node().id()));
        Node owner = run.plan().index().owners().get(block.id());
        if (owner instanceof Node.Parallel parallel && canLose(parallel, block)) {
            return false;
        }
        return owner == null || wouldFailRun(run.task(owner));
    }

    /**
     * No further attempt: the failure stays with the task, or reaches as far as nobody stops it. Where it must not reach the
     * run, a person is asked.
     */
    public void failed(TaskRun task, TaskError error) {
        if (mustSucceed(task)) {
            suspend(task, error);
            return;
        }
        change.emit(new RunEvent.TaskGaveUp(
                task.key().taskId(), task.key().iteration(), Math.max(task.executions(), 1), error));
        spread(task, task, error);
    }

    private void spread(TaskRun origin, TaskRun failed, TaskError error) {
        if (failed.node().head().continueOnError()) {
            settled(failed);
            return;
        }
        if (new Rollback(change).onFailure(failed, causeOf(origin, error))) {
            return;
        }
        Block block = Objects.requireNonNull(
                run.plan().index().parents().get(failed.node().id()));
        Node owner = run.plan().index().owners().get(block.id());
        if (owner == null) {
            new Rollback(change).begin(causeOf(origin, error));
        } else if (owner instanceof Node.Parallel parallel && canStillJoin(parallel)) {
            drop(block);
        } else {
            failOwner(origin, run.task(owner), error);
        }
    }

    private void failOwner(TaskRun origin, TaskRun owner, TaskError error) {
        if (owner.node().head().continueOnError()) {
            owner.node().blocks().forEach(this::drop);
            change.emit(
                    new RunEvent.TaskGaveUp(owner.key().taskId(), owner.key().iteration(), 1, error));
        }
        spread(origin, owner, error);
    }

    private boolean canStillJoin(Node.Parallel parallel) {
        return canStillJoin(parallel, this::hasFailed);
    }

    private boolean canLose(Node.Parallel parallel, Block branch) {
        return canStillJoin(parallel, other -> other.id().equals(branch.id()) || hasFailed(other));
    }

    private static boolean canStillJoin(Node.Parallel parallel, Predicate<Block> isLost) {
        long lost = parallel.branches().stream().filter(isLost).count();
        return parallel.branches().size() - lost >= parallel.joinAt();
    }

    private boolean hasFailed(Block branch) {
        return branch.nodes().stream().map(run::taskIfSeen).anyMatch(task -> task != null && isDead(task));
    }

    /** Failed itself, or by what stands inside it, without anybody stopping it. */
    private boolean isDead(TaskRun task) {
        if (task.node().head().continueOnError()) {
            return false;
        }
        return switch (task.state()) {
            case FAILED, CANCELLED -> true;
            case RUNNING -> isDeadInside(task);
            case PENDING, COMPLETED, SKIPPED -> false;
        };
    }

    private boolean isDeadInside(TaskRun task) {
        if (task.node() instanceof Node.Parallel parallel) {
            return !canStillJoin(parallel);
        }
        return task.node().blocks().stream().anyMatch(this::hasFailed);
    }

    private static Cause causeOf(TaskRun origin, TaskError error) {
        return new Cause(
                Cause.Kind.FAILED,
                error.code(),
                error.message(),
                origin.key().taskId(),
                Math.max(origin.executions(), 1));
    }

    /** A person has decided how a block ends: what runs inside it is no longer wanted. */
    public void dropInside(Node node) {
        node.blocks().forEach(this::drop);
    }

    /** Stops everything under way in a block that is no longer wanted. */
    private void drop(Block block) {
        Attempts attempts = new Attempts(change);
        for (Node node : block.nodes()) {
            TaskRun task = run.taskIfSeen(node);
            if (task == null || task.state() != TaskRun.State.RUNNING) {
                continue;
            }
            node.blocks().forEach(this::drop);
            if (task.live() != null) {
                attempts.stop(task.live());
            }
            change.emit(new RunEvent.TaskDropped(task.key().taskId(), task.key().iteration()));
        }
    }

    /** Timers of waits and signals. */
    public void waitIsOver(TaskRun task) {
        if (task.node() instanceof Node.Signal signal) {
            failed(task, timeoutError(signal, task));
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

    Instant now() {
        return change.now();
    }
}
