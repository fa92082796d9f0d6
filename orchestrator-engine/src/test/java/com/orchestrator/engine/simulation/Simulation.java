package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.Starts;
import com.orchestrator.engine.run.ExecutionRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One seed: a random workflow in a random world. First chaos; then the world heals and the run has to come to rest; then
 * ghosts report what happened long ago, and it has to come to rest again.
 */
final class Simulation {

    private static final int CHAOS_STEPS = 80;
    private static final int HEALING_STEPS_MAX = 2_000;

    private final World world;
    private final Operator operator;

    Simulation(long seed) {
        world = new World(seed);
        operator = new Operator(world);
    }

    List<String> trace() {
        return world.trace;
    }

    WorkflowState state() {
        return world.state();
    }

    int commands() {
        return world.trace.size() / 2;
    }

    void play() {
        world.tell(Starts.now());
        int steps = world.random.nextInt(CHAOS_STEPS);
        for (int i = 0; i < steps; i++) {
            chaos();
        }
        heal();
        for (Delivery ghost : world.ghosts()) {
            if (world.chance(0.6)) {
                world.reportLate(ghost, world.chance(0.7));
            }
        }
        heal();
        judge();
        if (world.state() == WorkflowState.FAILED && operator.reviveFailedTask()) {
            heal();
            judge();
        }
        operator.tryToRevive();
        judge();
    }

    // ---- chaos

    private void chaos() {
        if (world.chance(world.climate.operators())) {
            operator.meddle();
            return;
        }
        switch (world.random.nextInt(12)) {
            case 0, 1, 2, 3 -> leaseSomething();
            case 4, 5, 6, 7 -> reportSomething();
            case 8 -> world.pass(Duration.ofMillis(world.random.nextInt(20_000)));
            case 9 -> sayItAgain();
            case 10 -> sendSignal();
            default -> helpOrHaunt();
        }
    }

    private void leaseSomething() {
        List<ExecutionRun> ready = world.ready();
        if (!ready.isEmpty()) {
            ExecutionRun execution = world.pick(ready);
            if (world.chance(0.8) && execution.availableAt().isAfter(world.driver.now())) {
                world.pass(Duration.between(world.driver.now(), execution.availableAt()));
            }
            if (execution.state() == ExecutionState.READY && !execution.held()) {
                world.lease(execution);
            }
        }
    }

    private void reportSomething() {
        List<Delivery> held = world.held();
        if (held.isEmpty()) {
            return;
        }
        Delivery delivery = world.pick(held);
        double failures = delivery.isForward() ? world.climate.failures() : world.climate.undoFailures();
        if (world.chance(world.climate.losses())) {
            world.expire(delivery);
        } else if (world.chance(failures)) {
            fail(delivery);
        } else if (world.chance(0.05)) {
            world.release(delivery);
        } else {
            world.succeed(delivery);
        }
    }

    private void fail(Delivery delivery) {
        boolean mild = world.chance(0.5);
        FailureKind kind =
                mild ? FailureKind.RETRYABLE : FailureKind.values()[world.random.nextInt(FailureKind.values().length)];
        boolean hopeless = delivery.isForward() && world.chance(0.1);
        world.fail(delivery, kind, hopeless ? "HOPELESS" : "BROKEN");
    }

    private void sayItAgain() {
        List<Delivery> reported = world.ended(delivery -> delivery.end == Delivery.End.SUCCEEDED
                || delivery.end == Delivery.End.DID_NOT_HAPPEN
                || delivery.end == Delivery.End.UNCERTAIN);
        if (!reported.isEmpty()) {
            world.repeat(world.pick(reported));
        }
    }

    private void sendSignal() {
        List<String> names = world.shape.signals().stream().sorted().toList();
        if (!names.isEmpty()) {
            operator.signal(world.pick(names));
        }
    }

    private void helpOrHaunt() {
        List<Delivery> ghosts = world.ghosts();
        if (!ghosts.isEmpty() && world.chance(0.4)) {
            world.reportLate(world.pick(ghosts), world.chance(0.7));
        } else {
            operator.helpOut();
        }
    }

    // ---- healing

    private void heal() {
        for (int i = 0; i < HEALING_STEPS_MAX; i++) {
            if (world.state().isTerminal()) {
                return;
            }
            if (!healingStep()) {
                throw new AssertionError("Nothing is ready, leased or waiting, but the run is " + world.state());
            }
        }
        throw new AssertionError("The run does not come to rest; it is " + world.state());
    }

    private boolean healingStep() {
        if (world.state() == WorkflowState.PAUSED) {
            world.tell(Operations.resume());
            return true;
        }
        if (operator.helpOut()) {
            return true;
        }
        List<Delivery> held = world.held();
        if (!held.isEmpty() && world.chance(0.7)) {
            world.succeed(world.pick(held));
            return true;
        }
        List<ExecutionRun> ready = world.ready();
        if (!ready.isEmpty()) {
            leaseLater(world.pick(ready));
            return true;
        }
        if (!held.isEmpty()) {
            world.succeed(world.pick(held));
            return true;
        }
        return waitForSomething();
    }

    private void leaseLater(ExecutionRun execution) {
        if (execution.availableAt().isAfter(world.driver.now())) {
            world.driver.moveClock(Duration.between(world.driver.now(), execution.availableAt()));
        }
        world.lease(execution);
    }

    private boolean waitForSomething() {
        Instant wakeAt = Stream.of(
                        world.run().timerDueAt(), world.run().timers().nextLease())
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        if (!world.run().waitingTasks().isEmpty() && !world.shape.signals().isEmpty() && world.chance(0.5)) {
            sendSignal();
            return true;
        }
        if (wakeAt != null) {
            Instant now = world.driver.now();
            world.pass(wakeAt.isAfter(now) ? Duration.between(now, wakeAt) : Duration.ZERO);
            return true;
        }
        if (!world.run().waitingTasks().isEmpty()) {
            sendSignal();
            return true;
        }
        return false;
    }

    // ---- the end

    private void judge() {
        world.ledger.judgeEnd(world.driver.cause());
        world.driver.assertHistoryGivesThisRun();
        assertThat(world.run().liveExecutions())
                .as("live executions of a run that ended")
                .isEmpty();
        assertThat(world.run().waitingTasks())
                .as("waiting tasks of a run that ended")
                .isEmpty();
        assertThat(world.run().timerDueAt()).as("timers of a run that ended").isNull();
        assertThat(world.run().timers().nextLease())
                .as("leases of a run that ended")
                .isNull();
    }
}
