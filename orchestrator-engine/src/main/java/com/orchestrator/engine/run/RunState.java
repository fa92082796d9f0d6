package com.orchestrator.engine.run;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.model.TraceContext;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.history.Trouble;
import com.orchestrator.engine.plan.Handler;
import com.orchestrator.engine.plan.Handling;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.SagaPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a run looks from outside: its direction, and what stands in its way. */
public final class RunState {

    /** States in which a run has ended, for people. */
    public static final String ENDED = "COMPLETED, FAILED, COMPENSATED, CANCELLED or TERMINATED";

    private RunState() {}

    static WorkflowState of(Run run) {
        if (run.endState != null && run.earlierUndos().isEmpty()) {
            return run.endState;
        }
        if (run.paused) {
            return WorkflowState.PAUSED;
        }
        return switch (run.phase) {
            case FORWARD -> needsPerson(run) ? WorkflowState.SUSPENDED : WorkflowState.RUNNING;
            case ROLLBACK -> run.incidents.isEmpty() ? WorkflowState.COMPENSATING : WorkflowState.SUSPENDED;
            case STUCK -> WorkflowState.COMPENSATION_FAILED;
            case ENDED -> cleaningUp(run);
        };
    }

    /** Why the run ended, or is being undone; of one that waits for a person, why it does. */
    public static @Nullable Cause cause(Run run) {
        return run.cause != null || run.phase != Run.Phase.FORWARD
                ? run.cause
                : run.incidents.stream()
                        .findFirst()
                        .map(task -> cause(task, task.incident))
                        .orElse(null);
    }

    private static @Nullable Cause cause(TaskRun task, @Nullable TaskError incident) {
        Integer attempt = task.lastAttempt == null ? null : task.lastAttempt.attempt();
        return incident == null
                ? null
                : new Cause(
                        Cause.Kind.FAILED,
                        incident.code(),
                        incident.message(),
                        task.key().taskId(),
                        attempt,
                        task.key().iteration());
    }

    /** An end is not shown before everything is undone that earlier rounds have left. */
    private static WorkflowState cleaningUp(Run run) {
        Objects.requireNonNull(run.endState, () -> "Run " + run.instanceId() + " has ended without a state");
        boolean waitsForPerson = run.undosInFlight == 0 && run.earlierUndos().anyDead();
        return waitsForPerson ? WorkflowState.COMPENSATION_FAILED : WorkflowState.COMPENSATING;
    }

    /** Whether ready work of this kind must not be leased: undos wait for nobody but who has paused the run. */
    static boolean holdsBack(Run run, ExecutionKind kind) {
        return run.paused
                || (kind != ExecutionKind.COMPENSATION && needsPerson(run))
                || (kind == ExecutionKind.ACTION && !run.incidents.isEmpty());
    }

    /** Whether a run that goes forward waits for a person: an incident, or an undo of an earlier round that gave up. */
    private static boolean needsPerson(Run run) {
        boolean stopsThere = run.plan().saga().onUndoFailure() == SagaPlan.OnUndoFailure.SUSPEND;
        return run.phase == Run.Phase.FORWARD
                && (!run.incidents.isEmpty()
                        || (stopsThere && run.earlierUndos().anyDead()));
    }

    /** Why a person has to look at a run, in the order in which it came; nothing once it has ended. A copy. */
    public static List<Trouble> troubles(Run run) {
        if ((run.incidents.isEmpty() && run.deadUndos.isEmpty()) || run.state().isTerminal()) {
            return List.of();
        }
        return Stream.concat(
                        run.incidents.stream().map(task -> task.raised),
                        run.deadUndos.stream().map(undo -> undo.raised))
                .map(Objects::requireNonNull)
                .sorted(Comparator.comparingLong(Trouble::openedBy))
                .toList();
    }

    /** The task that has completed the run before all were done; empty when none has. */
    public static Optional<TaskRun> returnedBy(Run run) {
        return run.tasksSeen().stream()
                .filter(task -> task.state == TaskRun.State.COMPLETED && isReturn(task))
                .findFirst();
    }

    private static boolean isReturn(TaskRun task) {
        return task.node instanceof Node.Return
                || (task.node instanceof Handling handling
                        && handling.handlers().get(task.choice).then() == Handler.Then.RETURN);
    }

    /** Whether it goes forward, or will again when what it undoes is undone. */
    public static boolean mayGoForward(Run run) {
        boolean turnsBack = run.phase != Run.Phase.ENDED && run.rollbackThen == CompensateRequest.Then.RETRY;
        return run.phase == Run.Phase.FORWARD || turnsBack;
    }

    /** Whether what it carried is destroyed: markers stand in its place, and nothing can be decided by it any more. */
    public static boolean isErased(Run run) {
        return run.erased;
    }

    /** Undos that gave up. */
    public static int deadUndos(Run run) {
        return run.deadUndos.size();
    }

    /** Whether a person had to look at it, now or before. */
    public static boolean hasMetTrouble(Run run) {
        return run.metTrouble;
    }

    /** The trace that its start is part of; null when nobody has said one. */
    public static @Nullable TraceContext trace(Run run) {
        String said = run.start == null ? null : run.start.traceparent();
        return said == null ? null : TraceContext.parse(said).orElse(null);
    }
}
