package com.orchestrator.engine.simulation;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.SignalRequest;
import com.orchestrator.api.request.TaskRepair;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.WorkflowService;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Operators who meddle with runs, wisely or not, and who in the end repair whatever waits for a person. */
final class People {

    private static final Set<String> ENDS_INCIDENT = Set.of(
            "INCIDENT_RESOLVED",
            "TASK_RETRIED_BY_HAND",
            "TASK_SKIPPED_BY_HAND",
            "TASK_COMPLETED_BY_HAND",
            "TASK_COMPLETED");
    private static final Set<String> ENDS_DEAD_LETTER =
            Set.of("UNDO_RETRIED_BY_HAND", "UNDO_SKIPPED_BY_HAND", "UNDO_RESOLVED_BY_HAND", "CHILD_UNDONE");
    private static final String REASON = "test";
    private static final int NONCE_BY_HAND = 1_000_000;

    private final Servers servers;
    private final Family family;
    private final Chronicle chronicle;
    private final Effects effects;
    private final Random random;
    private final Set<UUID> leftAsTheyAre = new HashSet<>();
    private int outputs;

    People(Servers servers, Family family, Chronicle chronicle, Effects effects, Random random) {
        this.servers = servers;
        this.family = family;
        this.chronicle = chronicle;
        this.effects = effects;
        this.random = random;
    }

    /** Runs that somebody has wanted ended without undo, whether that was heard or not. */
    Set<UUID> leftAsTheyAre() {
        return leftAsTheyAre;
    }

    private interface Operation {
        CompletableFuture<WorkflowInstance> on(WorkflowService workflows);
    }

    private void tell(WorkflowInstance run, String what, Operation operation) {
        servers.story.tell(() -> servers.now() + "somebody wants to " + what + " " + run.runId());
        servers.call(engine -> operation.on(engine.workflows()), Servers.told(instance -> {}));
    }

    private static <T> Command<T> command(WorkflowInstance run, T request) {
        return new Command<>(run.instanceId(), request, "ann", null);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    // ---- what they want of runs

    /** Any operation on any run, whether it fits or not. */
    void meddle() {
        List<WorkflowInstance> runs = chronicle.runs();
        if (runs.isEmpty()) {
            return;
        }
        WorkflowInstance run = pick(runs);
        switch (random.nextInt(16)) {
            case 0, 1 -> pause(run);
            case 2, 3 -> resume(run);
            case 4, 5 -> cancel(run);
            case 6 -> terminate(run);
            case 7 -> help(run);
            case 8, 9 -> repairAnything(run);
            case 14, 15 -> takeBack();
            default -> compensate(run);
        }
    }

    /** Somebody thinks better of a run that goes on. */
    void turnBack() {
        List<WorkflowInstance> roots = chronicle.runs().stream()
                .filter(run -> run.parentInstanceId() == null && !run.state().isTerminal())
                .toList();
        if (!roots.isEmpty()) {
            turnBack(pick(roots));
        }
    }

    private void turnBack(WorkflowInstance run) {
        if (random.nextBoolean()) {
            tell(run, "cancel", workflows -> workflows.cancelWorkflow(command(run, new ControlRequest(REASON, true))));
        } else {
            compensate(run);
        }
    }

    private void pause(WorkflowInstance run) {
        tell(run, "pause", workflows -> workflows.pauseWorkflow(command(run, new ControlRequest(REASON, null))));
    }

    private void resume(WorkflowInstance run) {
        tell(run, "resume", workflows -> workflows.resumeWorkflow(command(run, new ControlRequest(REASON, null))));
    }

    private void cancel(WorkflowInstance run) {
        Boolean undo = random.nextInt(3) == 0 ? null : Boolean.valueOf(random.nextInt(4) > 0);
        if (Boolean.FALSE.equals(undo)) {
            leftAsTheyAre.add(run.instanceId());
        }
        tell(
                run,
                "cancel, compensate: " + undo + ",",
                workflows -> workflows.cancelWorkflow(command(run, new ControlRequest(REASON, undo))));
    }

    private void terminate(WorkflowInstance run) {
        boolean undo = random.nextInt(3) > 0;
        if (!undo) {
            leftAsTheyAre.add(run.instanceId());
        }
        tell(
                run,
                "terminate, compensate: " + undo + ",",
                workflows -> workflows.terminateWorkflow(command(run, new ControlRequest(REASON, undo))));
    }

    private void compensate(WorkflowInstance run) {
        Shape shape = family.of(run.workflow());
        boolean toSavepoint = !shape.savepoints().isEmpty() && random.nextBoolean();
        CompensateRequest request = new CompensateRequest(
                toSavepoint ? null : shape.placeOf(pick(shape.ids()), random.nextBoolean()),
                toSavepoint ? pick(shape.savepoints()) : null,
                random.nextDouble() < 0.7 ? CompensateRequest.Then.RETRY : CompensateRequest.Then.STOP,
                null,
                random.nextDouble() < 0.3,
                REASON);
        tell(run, request.toString(), workflows -> workflows.triggerCompensation(command(run, request)));
    }

    /** Somebody wants undone what has come to a good end, and has looked at what that means. */
    void takeBack() {
        List<WorkflowInstance> completed = chronicle.runs().stream()
                .filter(run -> run.state() == WorkflowState.COMPLETED)
                .toList();
        if (!completed.isEmpty()) {
            takeBack(pick(completed));
        }
    }

    private void takeBack(WorkflowInstance run) {
        Shape shape = family.of(run.workflow());
        String from = random.nextBoolean() ? null : shape.placeOf(pick(shape.ids()), random.nextBoolean());
        boolean force = random.nextBoolean();
        tell(run, "take back " + (from == null ? "all of" : from + " and what follows in"), workflows -> {
            try {
                CompensateRequest look = back(from, null, force);
                String seen =
                        workflows.getCompensationPlan(run.instanceId(), look).planHash();
                return workflows.triggerCompensation(command(run, back(from, seen, force)));
            } catch (RuntimeException lostOnTheWay) {
                return new CompletableFuture<>();
            }
        });
    }

    private static CompensateRequest back(@Nullable String from, @Nullable String planHash, boolean force) {
        return new CompensateRequest(from, null, CompensateRequest.Then.STOP, planHash, force, REASON);
    }

    /** Tries whatever has failed again, as far down as it goes. */
    void retryWhatFailed() {
        chronicle.runs().stream()
                .filter(run -> run.state() == WorkflowState.FAILED
                        && run.cause() != null
                        && run.cause().taskId() != null)
                .forEach(run -> repair(run, nameOfFailed(run), 0, false));
    }

    private static String nameOfFailed(WorkflowInstance run) {
        return new NodeKey(run.cause().taskId(), run.cause().iteration()).toString();
    }

    void signal(String name) {
        List<WorkflowInstance> runs = chronicle.runs();
        if (!runs.isEmpty()) {
            signal(pick(runs), name);
        }
    }

    /** Something to every run that goes on. */
    void signalAll(List<String> names) {
        chronicle.runs().stream()
                .filter(run -> !run.state().isTerminal() && !names.isEmpty())
                .forEach(run -> signal(run, pick(names)));
    }

    private void signal(WorkflowInstance run, String name) {
        SignalRequest request = new SignalRequest(name, null, Payload.EMPTY_OBJECT);
        tell(run, "signal " + name + " to", workflows -> workflows.signalWorkflow(command(run, request)));
    }

    // ---- what they want of tasks

    private void repairAnything(WorkflowInstance run) {
        List<String> ids = family.of(run.workflow()).ids();
        repair(run, pick(ids), random.nextInt(4), false);
    }

    /** Brings a run that has ended back to life; it must not. */
    void tryToRevive(WorkflowInstance run) {
        chronicle.history(run.instanceId()).stream()
                .filter(entry -> entry.type().equals("TASK_GAVE_UP"))
                .map(Chronicle::nameOf)
                .distinct()
                .forEach(task -> repair(run, task, random.nextInt(3), false));
    }

    /** Does what a person has to do before the run goes on. */
    void help(WorkflowInstance run) {
        if (servers.store.setAside().find(run.instanceId()).isPresent()) {
            tell(
                    run,
                    "go on with",
                    workflows -> workflows.retryWorkflow(command(run, new ControlRequest(REASON, null))));
        } else if (run.state() == WorkflowState.PAUSED) {
            resume(run);
        } else if (!run.state().isTerminal()) {
            List<HistoryEntry> history = chronicle.history(run.instanceId());
            incidents(history).forEach(task -> repair(run, task, random.nextInt(4), false));
            deadLetters(history).forEach(task -> repair(run, task, 2 * random.nextInt(2) + random.nextInt(2), true));
        }
    }

    private static Set<String> incidents(List<HistoryEntry> history) {
        Set<String> open = new LinkedHashSet<>();
        for (HistoryEntry entry : history) {
            if (entry.type().equals("INCIDENT_RAISED")) {
                open.add(Chronicle.nameOf(entry));
            } else if (ENDS_INCIDENT.contains(entry.type())) {
                open.remove(Chronicle.nameOf(entry));
            } else if (entry.type().equals("ROLLBACK_STARTED")) {
                open.clear();
            }
        }
        return open;
    }

    private static Set<String> deadLetters(List<HistoryEntry> history) {
        Set<String> open = new LinkedHashSet<>();
        for (HistoryEntry entry : history) {
            if (entry.type().equals("UNDO_GAVE_UP")) {
                open.add(Chronicle.nameOf(entry));
            } else if (ENDS_DEAD_LETTER.contains(entry.type())) {
                open.remove(Chronicle.nameOf(entry));
            }
        }
        return open;
    }

    private void repair(WorkflowInstance run, String name, int how, boolean isUndo) {
        NodeKey task = Operations.key(name);
        switch (how) {
            case 0 -> repair(run, task, "retry", null, null, WorkflowService::retryTask);
            case 1 -> repair(run, task, "skip", byHand(), null, WorkflowService::skipTask);
            case 2 -> resolve(run, task, isUndo);
            default -> repair(run, task, "complete", byHand(), null, WorkflowService::completeTask);
        }
    }

    private Payload byHand() {
        return Payload.ofJson("{\"nonce\":" + (NONCE_BY_HAND + ++outputs) + "}");
    }

    /** Who says that an undo is done by other means has done it before. */
    private void resolve(WorkflowInstance run, NodeKey task, boolean isUndo) {
        if (isUndo) {
            effects.undoneByHand(new Lineage.Step(family.of(run.workflow()), run.runId(), task.toString(), 1));
        }
        repair(run, task, "resolve", null, Payload.ofJson("{\"ticket\":7}"), WorkflowService::resolveTask);
    }

    private interface Repair {
        CompletableFuture<WorkflowInstance> of(WorkflowService workflows, String taskId, Command<TaskRepair> command);
    }

    private void repair(
            WorkflowInstance run,
            NodeKey task,
            String verb,
            @Nullable Payload output,
            @Nullable Payload evidence,
            Repair repair) {
        TaskRepair request = new TaskRepair(null, output, evidence, task.iteration(), REASON);
        tell(run, verb + " " + task + " in", workflows -> repair.of(workflows, task.taskId(), command(run, request)));
    }
}
