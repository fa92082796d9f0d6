package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.rollback.CompensationPlan;
import com.orchestrator.engine.decision.workflow.CancelWorkflow;
import com.orchestrator.engine.decision.workflow.CompensateWorkflow;
import com.orchestrator.engine.decision.workflow.CompleteByHand;
import com.orchestrator.engine.decision.workflow.TerminateWorkflow;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.run.TaskRun;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A person who meddles with the run, wisely or not, and tells the ledger what was accepted. */
final class Operator {

    private final World world;
    private int signalIds;

    Operator(World world) {
        this.world = world;
    }

    /** Any operation, whether it fits or not. */
    void meddle() {
        if (world.chance(world.climate.secondThoughts())) {
            compensate(anyTarget(), CompensateRequest.Then.RETRY);
            return;
        }
        switch (world.random.nextInt(16)) {
            case 0, 1, 2 -> world.tell(Operations.pause());
            case 3, 4, 5 -> world.tell(Operations.resume());
            case 6 -> cancel();
            case 7 -> terminate(world.random.nextBoolean());
            case 8, 9, 10 -> compensate();
            case 11 -> retry(anyId());
            case 12 -> skip(anyId());
            case 13 -> complete(anyWork());
            case 14 -> resolve(anyId());
            default -> cancelWithDefault();
        }
    }

    private String anyId() {
        return world.pick(world.shape.ids());
    }

    private String anyWork() {
        return world.shape.works().isEmpty()
                ? anyId()
                : world.pick(world.shape.works().keySet().stream().toList());
    }

    void signal(String name) {
        world.tell(Operations.signal(name, "s" + ++signalIds));
    }

    private void cancel() {
        boolean undo = world.random.nextBoolean();
        world.tell(new CancelWorkflow(undo, "test"), () -> world.ledger.stopRequested(undo));
    }

    private void cancelWithDefault() {
        boolean undo = world.shape.sagaPlan().compensateOn().contains(Cause.Kind.CANCELLED);
        world.tell(Operations.cancel(), () -> world.ledger.stopRequested(undo));
    }

    void terminate(boolean undo) {
        Verdict verdict = world.tell(new TerminateWorkflow(undo, "test"), () -> world.ledger.stopRequested(undo));
        if (!undo && verdict.equals(Verdict.ACCEPTED)) {
            assertThat(world.state()).isEqualTo(WorkflowState.TERMINATED);
        }
    }

    private void compensate() {
        UndoTarget target = world.chance(0.7) ? anyTarget() : UndoTarget.EVERYTHING;
        CompensateRequest.Then then =
                target.isPartial() && world.chance(0.6) ? CompensateRequest.Then.RETRY : CompensateRequest.Then.STOP;
        compensate(target, then);
    }

    private UndoTarget anyTarget() {
        List<String> savepoints = world.shape.savepoints();
        return savepoints.isEmpty() || world.chance(0.5)
                ? UndoTarget.from(world.shape.placeOf(anyId(), world.chance(0.5)))
                : UndoTarget.savepoint(world.pick(savepoints));
    }

    private void compensate(UndoTarget target, CompensateRequest.Then then) {
        CompensationPlan plan = CompensationPlan.of(world.run(), target);
        Set<String> promised = nobodyWorks() ? tasksOf(plan) : null;
        String hash = world.chance(0.5) ? plan.hash() : null;
        CompensateRequest request =
                new CompensateRequest(target.fromTaskId(), target.toSavepoint(), then, hash, world.chance(0.3), "test");
        Verdict verdict =
                world.tell(new CompensateWorkflow(request), () -> world.ledger.compensateRequested(request, promised));
        if (verdict instanceof Verdict.Refused refused && refused.code() == ErrorCode.PIVOT_PASSED) {
            world.ledger.crossingRefused(request);
        }
    }

    private static Set<String> tasksOf(CompensationPlan plan) {
        return plan.items().stream().map(item -> item.task().key().toString()).collect(Collectors.toSet());
    }

    private boolean nobodyWorks() {
        return world.run().liveExecutions().stream()
                .noneMatch(execution ->
                        execution.state() == ExecutionState.LEASED && execution.kind() == ExecutionKind.ACTION);
    }

    private @Nullable TaskRun seen(String taskId) {
        return world.run().tasksSeen().stream()
                .filter(task -> task.key().toString().equals(taskId))
                .findFirst()
                .orElse(null);
    }

    /** As the API shows it: {@code UNDO_FAILED}. */
    private boolean isDeadLetter(String taskId) {
        TaskRun task = seen(taskId);
        return task != null && task.deadLetter().isPresent();
    }

    void retry(String taskId) {
        WorkflowState before = world.state();
        boolean dead = isDeadLetter(taskId);
        Verdict verdict = world.tell(Operations.retry(taskId), () -> {
            if (dead) {
                world.forgiveUndo(world.ledger.undoRetriedByHand(taskId));
                return;
            }
            if (before == WorkflowState.FAILED) {
                world.ledger.reopenedByHand();
            }
            dismissDoubt(taskId);
        });
        if (before.isTerminal() && before != WorkflowState.FAILED) {
            assertThat(verdict).as("5.12: retry in %s", before).isInstanceOf(Verdict.Refused.class);
        }
    }

    void skip(String taskId) {
        WorkflowState before = world.state();
        boolean dead = isDeadLetter(taskId);
        world.tell(Operations.skip(taskId), () -> {
            if (dead) {
                world.ledger.undoSettledByHand(taskId, false);
                return;
            }
            if (before == WorkflowState.FAILED) {
                world.ledger.reopenedByHand();
            }
            if (world.shape.works().containsKey(taskId)) {
                world.ledger.skippedByHand(taskId);
            }
        });
    }

    void complete(String taskId) {
        WorkflowState before = world.state();
        int nonce = world.nextNonce();
        String variables = world.variables();
        Payload output = Payload.ofJson("{\"nonce\":" + nonce + "}");
        world.tell(new CompleteByHand(Operations.key(taskId), output, "test"), () -> {
            if (before == WorkflowState.FAILED) {
                world.ledger.reopenedByHand();
            }
            if (world.shape.works().containsKey(taskId)) {
                world.ledger.completedByHand(taskId, nonce, variables);
            }
        });
    }

    void resolve(String taskId) {
        boolean dead = isDeadLetter(taskId);
        world.tell(Operations.resolve(taskId), () -> {
            if (dead) {
                world.ledger.undoSettledByHand(taskId, true);
                return;
            }
            dismissDoubt(taskId);
        });
    }

    private void dismissDoubt(String taskId) {
        if (world.shape.works().containsKey(taskId)) {
            world.ledger.doubtDismissed(taskId);
        }
    }

    /** Retries the task a run failed of; false when it failed of none that can be retried. */
    boolean reviveFailedTask() {
        Cause cause = world.driver.cause();
        if (cause.taskId() != null) {
            retry(new NodeKey(cause.taskId(), cause.iteration()).toString());
        }
        return world.state() == WorkflowState.RUNNING;
    }

    /** A run that has come to its end is not brought back by hand. */
    void tryToRevive() {
        WorkflowState end = world.state();
        if (end != WorkflowState.FAILED) {
            for (String taskId : world.shape.ids()) {
                retry(taskId);
                skip(taskId);
                complete(taskId);
            }
            assertThat(world.state()).as("5.12: after retry, skip and complete").isEqualTo(end);
        }
    }

    /** Deals with one incident or dead letter, if there is one. */
    boolean helpOut() {
        for (TaskRun task : world.run().tasksSeen()) {
            String taskId = task.key().toString();
            boolean goesOn = !world.state().isTerminal() && world.state() != WorkflowState.PAUSED;
            if (goesOn && isDeadLetter(taskId)) {
                settleDeadLetter(taskId);
                return true;
            }
            if (world.state() == WorkflowState.SUSPENDED && task.incident() != null) {
                settleIncident(taskId);
                return true;
            }
        }
        return false;
    }

    private void settleDeadLetter(String taskId) {
        switch (world.random.nextInt(3)) {
            case 0 -> retry(taskId);
            case 1 -> skip(taskId);
            default -> resolve(taskId);
        }
    }

    private void settleIncident(String taskId) {
        switch (world.random.nextInt(4)) {
            case 0 -> retry(taskId);
            case 1 -> skip(taskId);
            case 2 -> complete(taskId);
            default -> resolve(taskId);
        }
    }
}
