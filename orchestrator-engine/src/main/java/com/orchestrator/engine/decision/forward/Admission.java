package com.orchestrator.engine.decision.forward;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Gate;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunScope;
import com.orchestrator.engine.decision.attempt.Attempts;
import com.orchestrator.engine.history.ClaimEvent;
import com.orchestrator.engine.history.ClaimName;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.KeyTemplate;
import com.orchestrator.engine.plan.Locks;
import com.orchestrator.engine.plan.RunAdmission;
import com.orchestrator.engine.plan.RunConcurrency;
import com.orchestrator.engine.plan.RunConcurrency.Overflow;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.run.Claims;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What runs and tasks have to hold before they start: a place among the runs of their key, and semantic locks. */
public final class Admission {

    /** Why a run has ended that another one has replaced while it waited. */
    public static final String COALESCED = "COALESCED";

    /** Why a run has ended for which a newer one wanted the place. */
    public static final String SUPERSEDED = "SUPERSEDED";

    private final RunChange change;
    private final Run run;
    private final Claims claims;

    public Admission(RunChange change) {
        this.change = change;
        this.run = change.run();
        this.claims = run.claims();
    }

    /**
     * What a run needs before its first task, as its workflow says.
     *
     * @throws ExpressionFailure when a key cannot be known
     */
    public static Set<String> namesOf(String namespace, String workflow, RunAdmission admission, Scope scope) {
        Set<String> names = lockNames(admission.locks(), scope);
        RunConcurrency concurrency = admission.concurrency();
        if (concurrency != null) {
            KeyTemplate key = concurrency.key();
            if (key == null) {
                names.add(ClaimName.ofSlot(namespace, workflow, ""));
            } else {
                key.evaluate(scope).ifPresent(text -> names.add(ClaimName.ofSlot(namespace, workflow, text)));
            }
        }
        return names;
    }

    private static Set<String> lockNames(Locks locks, Scope scope) {
        Set<String> names = new TreeSet<>();
        locks.names()
                .forEach(name -> name.evaluate(scope).map(ClaimName::ofLock).ifPresent(names::add));
        return names;
    }

    // ---- before something starts

    /** Whether the run may start or go on with a task; else it waits, or a person is asked. After a rollback nothing is waited for. */
    boolean admitsRun(TaskRun next) {
        return next.block().isAfterRollback() || admitsRun();
    }

    /** Whether the run may start or go on; else it waits, or a person is asked. */
    boolean admitsRun() {
        if (claims.holds(Claims.OF_RUN) && claims.lost().isEmpty()) {
            return true;
        }
        boolean needsNothing = run.plan().admission().equals(RunAdmission.NONE)
                && claims.lost().isEmpty();
        if (needsNothing || claims.awaits(Claims.OF_RUN)) {
            return needsNothing;
        }
        Set<String> names;
        try {
            names = namesOf(
                    run.plan().namespace(), run.plan().name(), run.plan().admission(), RunScope.of(run));
        } catch (ExpressionFailure failure) {
            TaskRun first = run.task(NodeKey.of(run.plan().root().nodes().get(0).id()));
            new Attempts(change).suspend(first, Forward.keyError(change, failure));
            return false;
        }
        names.addAll(claims.lost());
        return ask(Claims.OF_RUN, names);
    }

    /** Whether the task may start; else it waits, or a person is asked. */
    boolean admits(TaskRun task) {
        Locks locks = task.node().head().locks();
        if (locks.isEmpty() || claims.holds(task.key())) {
            return true;
        }
        if (claims.awaits(task.key())) {
            return false;
        }
        Set<String> names;
        try {
            names = lockNames(locks, RunScope.of(run, task));
        } catch (ExpressionFailure failure) {
            new Attempts(change).suspend(task, Forward.keyError(change, failure));
            return false;
        }
        return ask(task.key(), names);
    }

    private boolean ask(NodeKey key, Set<String> names) {
        if (mayTake(names)) {
            take(key, names);
            return true;
        }
        change.emit(new ClaimEvent.ClaimsRequested(taskId(key), key.iteration(), List.copyOf(names)));
        waitFor(names);
        makeRoom(names);
        return false;
    }

    // ---- while something waits

    /** Takes what the run waits for, if it is its turn, and goes on with what has waited. */
    public void takeTurn() {
        for (NodeKey key : claims.waiting()) {
            if (claims.awaits(key)) {
                takeTurn(key);
            }
        }
    }

    private void takeTurn(NodeKey key) {
        Set<String> names = new TreeSet<>(claims.awaitedBy(key));
        Forward forward = new Forward(change);
        if (!forward.isWanted(key)) {
            drop(key);
        } else if (mayTake(names)) {
            take(key, names);
            forward.admitted(key);
        } else if (isRefused(names)) {
            drop(key);
            Cause cause = new Cause(
                    Cause.Kind.FAILED,
                    "CONCURRENCY_LIMIT",
                    "As many runs of its key were under way as there may be",
                    null,
                    null);
            Forward.wayBack(change).endWithoutUndo(WorkflowState.FAILED, cause);
        } else {
            makeRoom(names);
        }
    }

    /** Runs wait for each other in a circle, and this one is to give up what it waits for. */
    public void breakDeadlock(NodeKey key) {
        List<String> names =
                claims.awaitedBy(key).stream().map(ClaimName::shown).toList();
        String message = "Waiting for " + String.join(", ", names) + " would never end: runs wait for each other";
        drop(key);
        if (key.equals(Claims.OF_RUN)) {
            Forward.wayBack(change).begin(new Cause(Cause.Kind.FAILED, "DEADLOCK", message, null, null));
        } else {
            TaskError error = new TaskError(FailureKind.FATAL, "DEADLOCK", message, null);
            new Failing(change).failed(run.task(key), error);
        }
    }

    /** A task has ended, and with it what is held until then. */
    void ended(TaskRun task) {
        for (NodeKey key : claims.holders()) {
            if (!key.equals(Claims.OF_RUN) && endsWith(key, task)) {
                drop(key);
            }
        }
    }

    private boolean endsWith(NodeKey holder, TaskRun task) {
        String until = run.plan().node(holder.taskId()).head().locks().until();
        return task.key().taskId().equals(until) && Objects.equals(task.key().iteration(), holder.iteration());
    }

    // ---- what a person has revived while the run waited

    static boolean isRevived(TaskRun task) {
        return task.state() == TaskRun.State.RUNNING && task.live() == null && task.incident() == null;
    }

    /** Before the first task of a run. */
    List<TaskRun> revived() {
        return run.tasksSeen().stream().filter(Admission::isRevived).toList();
    }

    /** In a run that has been going: leaves of which nothing is under way. */
    List<TaskRun> idle() {
        List<TaskRun> waiting = run.waitingTasks();
        return revived().stream()
                .filter(task -> task.node().blocks().isEmpty()
                        && task.child() == null
                        && !waiting.contains(task)
                        && !claims.awaits(task.key()))
                .toList();
    }

    // ---- taking

    private boolean mayTake(Set<String> names) {
        return names.stream().allMatch(name -> {
            Gate gate = change.context().gates().of(name);
            return claims.fence(name) != null || (gate != null && gate.admits(run.instanceId(), maxOf(name)));
        });
    }

    private void take(NodeKey key, Set<String> names) {
        Map<String, Long> fences = new LinkedHashMap<>();
        for (String name : names) {
            Long own = claims.fence(name);
            Gate gate = own == null ? change.context().gates().of(name) : null;
            fences.put(name, gate == null ? Objects.requireNonNull(own) : gate.take(run.instanceId()));
        }
        change.emit(new ClaimEvent.ClaimsGranted(taskId(key), key.iteration(), fences));
    }

    private void waitFor(Set<String> names) {
        for (String name : names) {
            Gate gate = claims.fence(name) == null ? change.context().gates().of(name) : null;
            if (gate != null) {
                gate.waits(run.instanceId());
            }
        }
    }

    private void drop(NodeKey key) {
        change.emit(new ClaimEvent.ClaimsDropped(taskId(key), key.iteration()));
    }

    private static @Nullable String taskId(NodeKey key) {
        return key.equals(Claims.OF_RUN) ? null : key.taskId();
    }

    private int maxOf(String name) {
        RunConcurrency concurrency = run.plan().admission().concurrency();
        return ClaimName.isLock(name) || concurrency == null ? 1 : concurrency.max();
    }

    // ---- no room

    private boolean isRefused(Set<String> names) {
        RunConcurrency concurrency = run.plan().admission().concurrency();
        return concurrency != null
                && concurrency.overflow() == Overflow.REJECT
                && run.startedAt() == null
                && names.stream()
                        .filter(name -> !ClaimName.isLock(name))
                        .anyMatch(name -> change.context().gates().of(name) != null);
    }

    /** Asks those to end whom the definition wants to make room. They are asked again as long as they are in the way. */
    private void makeRoom(Set<String> names) {
        RunConcurrency concurrency = run.plan().admission().concurrency();
        for (String name : names) {
            Gate gate = ClaimName.isLock(name) ? null : change.context().gates().of(name);
            if (concurrency != null && gate != null && run.startedAt() == null) {
                inTheWay(concurrency, gate).forEach(other -> giveWay(other, concurrency.overflow()));
            }
        }
    }

    private List<UUID> inTheWay(RunConcurrency concurrency, Gate gate) {
        return switch (concurrency.overflow()) {
            case QUEUE, REJECT -> List.of();
            case CANCEL_OLDEST -> gate.tooMany(run.instanceId(), concurrency.max());
            case COALESCE -> gate.waitingBefore(run.instanceId());
        };
    }

    private void giveWay(UUID other, Overflow overflow) {
        String code = overflow == Overflow.COALESCE ? COALESCED : SUPERSEDED;
        change.tell(other, new RunMessage.GiveWay(code), null);
    }
}
