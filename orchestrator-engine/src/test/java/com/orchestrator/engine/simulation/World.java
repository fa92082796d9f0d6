package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.Failure;
import com.orchestrator.engine.decision.Grant;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.task.CompleteTask;
import com.orchestrator.engine.decision.task.ExpireLease;
import com.orchestrator.engine.decision.task.FailTask;
import com.orchestrator.engine.decision.task.LeaseTask;
import com.orchestrator.engine.decision.task.ReleaseTask;
import com.orchestrator.engine.decision.workflow.FireTimers;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.history.UndoEvent;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Workers, clocks and networks around one run, all driven by one source of chance. Does things, tells the {@link Ledger}
 * what can be seen of them from outside, and knows which effects really stand.
 */
final class World {

    /** How hard life is. */
    record Climate(
            double failures,
            double losses,
            double undoFailures,
            double operators,
            double secondThoughts,
            double eagerness) {

        static Climate of(Random random) {
            double[] levels = {0.0, 0.1, 0.3};
            return new Climate(
                    levels[random.nextInt(3)],
                    levels[random.nextInt(3)] / 2,
                    levels[random.nextInt(3)],
                    levels[random.nextInt(3)] / 4,
                    random.nextInt(4) / 6.0,
                    random.nextInt(3) / 2.0);
        }
    }

    /** What a command that was accepted, with events, means to the ledger. */
    interface Consequence {
        void tell();
    }

    private static final int UNDO_FAILURES_MAX = 3;

    final Random random;
    final Climate climate;
    final Shape shape;
    final Ledger ledger;
    final RunDriver driver;
    final List<String> trace = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final Map<String, Integer> undoFailures = new HashMap<>();
    private final Map<String, Integer> undoLosses = new HashMap<>();
    private final Set<UUID> undosSeen = new HashSet<>();
    private int nonces;

    World(long seed) {
        random = new Random(seed);
        shape = new Shape(random);
        climate = Climate.of(random);
        ledger = new Ledger(shape);
        driver = new RunDriver(shape.plan(), seed);
        driver.offerSlots((run, execution) ->
                chance(climate.eagerness()) ? Optional.of(RunDriver.slot(anyWorker())) : Optional.empty());
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String anyWorker() {
        return "w" + random.nextInt(3);
    }

    int nextNonce() {
        return ++nonces;
    }

    Run run() {
        return driver.run();
    }

    WorkflowState state() {
        return driver.state();
    }

    // ---- one command, and all that is to be seen of it

    /** Executes a command; what its acceptance means is told before anything that follows from it. */
    Verdict tell(RunCommand command, Consequence accepted) {
        WorkflowState before = state();
        String variables = variables();
        int events = driver.history().size();
        ledger.somethingHappens();
        trace.add(command.toString());
        Verdict verdict = driver.apply(command);
        trace.add("    " + verdict + " "
                + RunDriver.names(
                        driver.events().subList(events, driver.events().size())) + " -> " + state());
        if (verdict.equals(Verdict.ACCEPTED) && driver.history().size() > events) {
            accepted.tell();
        }
        List<RunEvent> now = driver.events().subList(events, driver.events().size());
        now.forEach(this::tellUnwanted);
        noticeLostRights(variables, events);
        int told = tellRounds(now, before);
        boolean stayedForward = ledger.isForward();
        if (stayedForward) {
            takeGrants(ExecutionKind.ACTION, before);
            noticeLostRights(variables, events);
        }
        List<RunEvent> untold = now.subList(told, now.size());
        if (!stayedForward) {
            untold.forEach(this::tellLeft);
        }
        ledger.sees(state(), driver.cause());
        if (stayedForward) {
            untold.forEach(this::tellLeft);
        }
        if (!stayedForward) {
            takeGrants(ExecutionKind.ACTION, before);
        }
        takeGrants(ExecutionKind.PROBE, before);
        noticeLostRights(variables, events);
        now.forEach(this::tellPutBack);
        lookAtUndos();
        ledger.seesEarlierRounds();
        takeGrants(ExecutionKind.COMPENSATION, before);
        assertSomethingMoves();
        return verdict;
    }

    /**
     * Rollbacks that the run has begun by itself and those that it has ended to go forward again, in the order of the
     * history: there may be several in one command. What was handed out between them belongs to its round.
     *
     * @return how many events have been told
     */
    private int tellRounds(List<RunEvent> events, WorkflowState before) {
        int told = 0;
        for (int i = 0; i < events.size(); i++) {
            RunEvent event = events.get(i);
            if (event instanceof LifecycleEvent.RollbackStarted start && start.onFailureOf() != null) {
                takeGrants(ExecutionKind.ACTION, before, events.subList(0, i));
                ledger.rolledBackOnFailure(
                        start.onFailureOf(), start.toSavepoint(), start.round(), start.then(), start.cause());
                told = i + 1;
            } else if (event instanceof LifecycleEvent.ForwardResumed) {
                events.subList(told, i).forEach(this::tellLeft);
                ledger.wentForwardAgain();
                told = i + 1;
            }
        }
        return told;
    }

    /** No worker has had the undo: it waits for its turn again. */
    private void tellPutBack(RunEvent event) {
        if (event instanceof AttemptEvent.ExecutionCancelled cancelled) {
            ExecutionRun execution = run().execution(cancelled.executionId());
            if (execution.kind() == ExecutionKind.COMPENSATION
                    && execution.startedAt() == null
                    && undosSeen.contains(execution.executionId())) {
                ledger.undoPutBack(execution.task().key().toString(), driver.idempotencyKey(execution));
            }
        }
    }

    private void tellUnwanted(RunEvent event) {
        if (event instanceof UndoEvent.EffectUnwanted unwanted) {
            ledger.unwanted(new NodeKey(unwanted.taskId(), unwanted.iteration()).toString());
        }
    }

    private void tellLeft(RunEvent event) {
        if (event instanceof UndoEvent.UndoImpossible left) {
            ledger.leftStanding(new NodeKey(left.taskId(), left.iteration()).toString());
        }
    }

    /** A run that is on its way has something that will bring it further; one that waits for a person says so. */
    private void assertSomethingMoves() {
        boolean isOnItsWay = state() == WorkflowState.RUNNING || state() == WorkflowState.COMPENSATING;
        boolean moves =
                !run().liveExecutions().isEmpty() || !run().waitingTasks().isEmpty() || run().timerDueAt() != null;
        assertThat(!isOnItsWay || moves)
                .as("something moves the run, which is %s", state())
                .isTrue();
    }

    Verdict tell(RunCommand command) {
        return tell(command, () -> {});
    }

    String variables() {
        return run().variables().tree().path("v").asText("-1");
    }

    private void takeGrants(ExecutionKind kind, WorkflowState before) {
        takeGrants(kind, before, driver.events());
    }

    /** @param events among which the lease is */
    private void takeGrants(ExecutionKind kind, WorkflowState before, List<RunEvent> events) {
        List<Grant> granted = driver.grants().stream()
                .filter(grant -> events.stream()
                        .anyMatch(event -> event instanceof AttemptEvent.TaskLeased leased
                                && leased.executionId().equals(grant.executionId())))
                .toList();
        for (Grant grant : granted) {
            ExecutionRun execution = run().execution(grant.executionId());
            boolean isKnown = deliveries.stream()
                    .anyMatch(known ->
                            known.executionId.equals(grant.executionId()) && known.token == execution.leaseToken());
            if (execution.kind() == kind && !isKnown) {
                Delivery delivery = new Delivery(
                        grant.executionId(),
                        kind,
                        execution.task().key().toString(),
                        driver.idempotencyKey(execution),
                        grant.slot().workerId(),
                        execution.leaseToken(),
                        nextNonce());
                deliveries.add(delivery);
                ledger.delivered(delivery, before);
            }
        }
    }

    /** Several may be lost at once; the history says in which order, and what is undone last first goes by that. */
    private void noticeLostRights(String variables, int events) {
        List<UUID> order = driver.events().subList(events, driver.events().size()).stream()
                .map(World::endedUnheard)
                .toList();
        held().stream()
                .filter(delivery -> !holdsStill(delivery))
                .sorted(Comparator.comparing(delivery -> order.indexOf(delivery.executionId)))
                .forEach(delivery -> noticeLost(delivery, variables));
    }

    private static @Nullable UUID endedUnheard(RunEvent event) {
        if (event instanceof AttemptEvent.LeaseExpired expired) {
            return expired.executionId();
        }
        if (event instanceof AttemptEvent.TaskTimedOut timedOut) {
            return timedOut.executionId();
        }
        return event instanceof AttemptEvent.ExecutionCancelled cancelled ? cancelled.executionId() : null;
    }

    private void noticeLost(Delivery delivery, String variables) {
        delivery.isLost = true;
        ledger.ended(delivery, Delivery.End.SILENT, variables);
        if (delivery.isProbe()) {
            ledger.askedInVain(delivery);
        } else if (!delivery.isForward()) {
            if (undoLosses.merge(delivery.key, 1, Integer::sum) >= UNDO_FAILURES_MAX) {
                ledger.undoGaveUp(delivery);
            }
        } else if (chance(0.5)) {
            ledger.effectStands(delivery.key, true);
        }
    }

    private boolean holdsStill(Delivery delivery) {
        ExecutionRun execution = run().execution(delivery.executionId);
        return execution.state() == ExecutionState.LEASED && execution.leaseToken() == delivery.token;
    }

    private void lookAtUndos() {
        for (ExecutionRun execution : run().liveExecutions()) {
            if (execution.kind() == ExecutionKind.COMPENSATION && undosSeen.add(execution.executionId())) {
                Payload input = driver.inputOf(execution);
                ledger.undoSeen(
                        execution.task().key().toString(),
                        driver.idempotencyKey(execution),
                        execution.mayNotHaveHappened(),
                        input.tree().path("nonce").asInt(),
                        input.tree().path("v").asText());
            }
        }
    }

    // ---- workers

    List<Delivery> held() {
        return deliveries.stream()
                .filter(delivery -> delivery.end == Delivery.End.HELD)
                .toList();
    }

    /** Deliveries whose worker has not noticed yet that it lost the right to report. */
    List<Delivery> ghosts() {
        return deliveries.stream()
                .filter(delivery -> delivery.end == Delivery.End.SILENT && !delivery.reportedLate)
                .toList();
    }

    List<Delivery> ended(Predicate<Delivery> which) {
        return deliveries.stream().filter(which).toList();
    }

    List<ExecutionRun> ready() {
        return run().liveExecutions().stream()
                .filter(execution -> execution.state() == ExecutionState.READY && !execution.held())
                .toList();
    }

    void lease(ExecutionRun execution) {
        boolean due = !execution.availableAt().isAfter(driver.now());
        Verdict verdict = tell(new LeaseTask(execution.executionId(), RunDriver.slot(anyWorker())));
        assertThat(verdict.equals(Verdict.ACCEPTED))
                .as("lease of %s", execution.task().key())
                .isEqualTo(due);
    }

    void succeed(Delivery delivery) {
        String variables = variables();
        if (delivery.isProbe()) {
            delivery.answer = ledger.lookFor(delivery, chance(climate.failures()));
        }
        RunCommand report = new CompleteTask(
                delivery.executionId, delivery.workerId, delivery.token, Payload.ofJson(delivery.output()));
        Verdict verdict = tell(report, () -> {
            if (delivery.isProbe()) {
                ledger.answered(delivery, variables);
            } else if (delivery.isForward()) {
                ledger.effectStands(delivery.key, true);
                ledger.ended(delivery, Delivery.End.SUCCEEDED, variables);
            } else {
                delivery.end = Delivery.End.SUCCEEDED;
                ledger.effectStands(forwardKey(delivery), false);
                ledger.undoSucceeded(delivery);
            }
        });
        assertThat(verdict).as("success of %s, who holds the lease", delivery).isEqualTo(Verdict.ACCEPTED);
    }

    void fail(Delivery delivery, FailureKind kind, String code) {
        String variables = variables();
        Failure failure = new Failure(kind, code, null, null, chance(0.1) ? Duration.ofSeconds(3) : null);
        RunCommand report = new FailTask(delivery.executionId, delivery.workerId, delivery.token, failure);
        Verdict verdict = tell(report, () -> {
            if (delivery.isProbe()) {
                delivery.end = Delivery.End.UNCERTAIN;
                ledger.askedInVain(delivery);
            } else if (delivery.isForward()) {
                failedForward(delivery, kind, variables);
            } else {
                failedUndo(delivery, kind);
            }
        });
        assertThat(verdict).as("failure of %s, who holds the lease", delivery).isEqualTo(Verdict.ACCEPTED);
    }

    private void failedForward(Delivery delivery, FailureKind kind, String variables) {
        boolean happenedNot = kind == FailureKind.FATAL || kind == FailureKind.COMPENSATE;
        if (!happenedNot && chance(0.5)) {
            ledger.effectStands(delivery.key, true);
        }
        ledger.ended(delivery, happenedNot ? Delivery.End.DID_NOT_HAPPEN : Delivery.End.UNCERTAIN, variables);
        if (kind == FailureKind.UNKNOWN) {
            ledger.becameQuestion(delivery);
        }
    }

    private void failedUndo(Delivery delivery, FailureKind kind) {
        delivery.end = Delivery.End.UNCERTAIN;
        boolean rulesOutRetry =
                kind == FailureKind.FATAL || kind == FailureKind.COMPENSATE || kind == FailureKind.SUSPEND;
        int failures = undoFailures.merge(delivery.key, 1, Integer::sum);
        if (rulesOutRetry || failures >= UNDO_FAILURES_MAX) {
            ledger.undoGaveUp(delivery);
        }
    }

    /** After a person has asked for another try, failures count from zero. */
    void forgiveUndo(String effectKey) {
        undoFailures.keySet().removeIf(key -> key.startsWith(effectKey + ":undo"));
        undoLosses.keySet().removeIf(key -> key.startsWith(effectKey + ":undo"));
    }

    private static String forwardKey(Delivery undo) {
        return undo.key.substring(0, undo.key.indexOf(":undo"));
    }

    void expire(Delivery delivery) {
        ExecutionRun execution = run().execution(delivery.executionId);
        if (execution.leaseExpiresAt().isAfter(driver.now())) {
            driver.moveClock(Duration.between(driver.now(), execution.leaseExpiresAt()));
        }
        tell(new ExpireLease(delivery.executionId, execution.leaseExpiresAt()));
        assertThat(delivery.end).isEqualTo(Delivery.End.SILENT);
    }

    void release(Delivery delivery) {
        tell(new ReleaseTask(delivery.executionId, delivery.workerId, delivery.token), () -> {
            if (delivery.isForward()) {
                ledger.ended(delivery, Delivery.End.RELEASED, variables());
            } else {
                delivery.end = Delivery.End.RELEASED;
            }
        });
        assertThat(delivery.end).isEqualTo(Delivery.End.RELEASED);
    }

    void reportLate(Delivery delivery, boolean success) {
        String variables = variables();
        delivery.reportedLate = true;
        ledger.planIsVoid();
        RunCommand report = success
                ? new CompleteTask(
                        delivery.executionId, delivery.workerId, delivery.token, Payload.ofJson(delivery.output()))
                : new FailTask(
                        delivery.executionId,
                        delivery.workerId,
                        delivery.token,
                        Failure.of(FailureKind.FATAL, "TOO_LATE"));
        if (success && delivery.isForward() && !delivery.isConfirmed) {
            ledger.effectStands(delivery.key, true);
            ledger.lateSuccess(delivery, variables);
        }
        refused(report, delivery, ErrorCode.FENCE_STALE);
    }

    /** Says again what was said before, something else, or the same with a right nobody has. */
    void repeat(Delivery delivery) {
        int events = driver.history().size();
        Payload output = Payload.ofJson(delivery.output());
        boolean succeeded = delivery.end == Delivery.End.SUCCEEDED;
        switch (random.nextInt(3)) {
            case 0 -> {
                Verdict verdict =
                        tell(new CompleteTask(delivery.executionId, delivery.workerId, delivery.token, output));
                assertThat(verdict.equals(Verdict.ACCEPTED)).isEqualTo(succeeded);
            }
            case 1 ->
                refused(
                        new CompleteTask(delivery.executionId, delivery.workerId, delivery.token, Payload.NULL),
                        delivery,
                        succeeded ? ErrorCode.REPORT_CONFLICT : null);
            default ->
                refused(
                        new CompleteTask(delivery.executionId, delivery.workerId, delivery.token + 1, output),
                        delivery,
                        null);
        }
        assertThat(driver.history()).hasSize(events);
    }

    private void refused(RunCommand report, Delivery delivery, ErrorCode code) {
        Verdict verdict = tell(report);
        assertThat(verdict).as("%s of %s, who lost the lease", report, delivery).isInstanceOf(Verdict.Refused.class);
        if (code != null) {
            assertThat(((Verdict.Refused) verdict).code()).isEqualTo(code);
        }
    }

    // ---- time

    void pass(Duration time) {
        driver.moveClock(time);
        tell(new FireTimers());
    }
}
