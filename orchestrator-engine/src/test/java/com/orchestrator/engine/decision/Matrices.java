package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.each;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.api.request.Failure;
import com.orchestrator.engine.decision.TransitionMatrix.Action;
import com.orchestrator.engine.decision.task.CompleteTask;
import com.orchestrator.engine.decision.task.ExpireLease;
import com.orchestrator.engine.decision.task.FailTask;
import com.orchestrator.engine.decision.task.LeaseTask;
import com.orchestrator.engine.decision.task.ReleaseTask;
import com.orchestrator.engine.decision.workflow.FireTimers;
import com.orchestrator.engine.decision.workflow.ResolveTask;
import com.orchestrator.engine.plan.Finally;
import com.orchestrator.engine.plan.OnUnknown.Choice;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.TaskRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The situations and actions of the two matrices. */
final class Matrices {

    private static final String HAPPENED = "{\"happened\":true,\"output\":{}}";
    private static final String DID_NOT_HAPPEN = "{\"happened\":false}";

    private Matrices() {}

    // ---- executions

    /** The first execution of task x stands for all. */
    static TransitionMatrix ofExecutions() {
        TransitionMatrix matrix =
                new TransitionMatrix(run -> watched(run).state().name());
        matrix.situation("READY", Matrices::ready)
                .situation("READY (given back)", () -> after(leased(), run -> run.release(lease(run))))
                .situation("READY (in a paused run)", () -> after(ready(), run -> run.accept(Operations.pause())))
                .situation("LEASED", Matrices::leased)
                .situation(
                        "LEASED (expired, not swept)", () -> after(leased(), run -> run.moveClock(Duration.ofHours(1))))
                .situation("LEASED (asked to stop)", () -> after(leased(), run -> run.accept(Operations.cancel())))
                .situation("SUCCEEDED", () -> after(leased(), run -> run.complete(lease(run), "{}")))
                .situation("FAILED", () -> after(leased(), run -> run.fail(lease(run), FailureKind.RETRYABLE)))
                .situation(
                        "UNKNOWN (worker said so)",
                        () -> after(leased(), run -> run.fail(lease(run), FailureKind.UNKNOWN)))
                .situation("UNKNOWN (worker fell silent)", () -> after(leased(), run -> run.expire("x")))
                .situation("CANCELLED (nobody had it)", () -> after(ready(), run -> run.accept(Operations.cancel())))
                .situation(
                        "CANCELLED (taken from its worker)",
                        () -> after(leased(), run -> run.accept(Operations.skip("x"))));
        return workerActions(matrix)
                .action("cancel of the run", run -> Operations.cancel())
                .action("cancel of the run, no undo", run -> Operations.cancelWithoutUndo())
                .action("skip of the task", run -> Operations.skip("x"))
                .action("completion of the task by hand", run -> Operations.completeByHand("x"))
                .action("total timeout", run -> passing(run, Duration.ofHours(2)));
    }

    private static TransitionMatrix workerActions(TransitionMatrix matrix) {
        return matrix.action("lease", run -> new LeaseTask(watched(run).executionId(), RunDriver.slot("other")))
                .action(
                        "lease by the same worker",
                        run -> new LeaseTask(watched(run).executionId(), RunDriver.slot("w")))
                .action("complete", report(token -> token, "w", "{}"))
                .action("complete, other output", report(token -> token, "w", "{\"n\":2}"))
                .action("complete, other token", report(token -> token + 1, "w", "{}"))
                .action("complete, other worker", report(token -> token, "thief", "{}"))
                .action("fail, retryable", failure(FailureKind.RETRYABLE, "w"))
                .action("fail, fatal", failure(FailureKind.FATAL, "w"))
                .action("fail, unknown", failure(FailureKind.UNKNOWN, "w"))
                .action("fail, other worker", failure(FailureKind.RETRYABLE, "thief"))
                .action(
                        "release",
                        run -> new ReleaseTask(
                                watched(run).executionId(), "w", watched(run).leaseToken()))
                .action(
                        "release, other worker",
                        run -> new ReleaseTask(
                                watched(run).executionId(),
                                "thief",
                                watched(run).leaseToken()))
                .action("expiry that has come", run -> expiry(run, Duration.ofHours(1)))
                .action("expiry that has not", run -> expiry(run, Duration.ZERO));
    }

    private static ExecutionRun watched(RunDriver run) {
        return run.executionsOf("x").get(0);
    }

    private static RunDriver ready() {
        return RunDriver.start(workflow(task("x").undo().totalTimeout(Duration.ofHours(2)), task("y")));
    }

    private static RunDriver leased() {
        return after(ready(), run -> run.lease("x", "w"));
    }

    private static RunDriver.Lease lease(RunDriver run) {
        return new RunDriver.Lease(watched(run).executionId(), "w", watched(run).leaseToken());
    }

    private static RunDriver after(RunDriver run, Consumer<RunDriver> happened) {
        happened.accept(run);
        return run;
    }

    private static Action report(Function<Long, Long> token, String workerId, String output) {
        return run -> new CompleteTask(
                watched(run).executionId(), workerId, token.apply(watched(run).leaseToken()), Payload.ofJson(output));
    }

    private static Action failure(FailureKind kind, String workerId) {
        return run -> new FailTask(
                watched(run).executionId(), workerId, watched(run).leaseToken(), Failure.of(kind, "BROKEN"));
    }

    private static RunCommand expiry(RunDriver run, Duration later) {
        run.moveClock(later);
        Instant expiresAt = watched(run).leaseExpiresAt();
        return new ExpireLease(watched(run).executionId(), expiresAt);
    }

    private static RunCommand passing(RunDriver run, Duration time) {
        run.moveClock(time);
        return new FireTimers();
    }

    // ---- instances

    /** Task a was tried twice, so that its first worker may still report late; b is the task people deal with. */
    static TransitionMatrix ofInstances() {
        TransitionMatrix matrix = new TransitionMatrix(run -> run.state().name());
        matrix.situation("RUNNING", Matrices::running)
                .situation("RUNNING (last task)", () -> after(running(), run -> run.complete("b", "c")))
                .situation("RUNNING (after its pivot)", Matrices::afterPivot)
                .situation("RUNNING (in a second round)", Matrices::secondRound)
                .situation("RUNNING (beside a tolerated failure)", Matrices::tolerated)
                .situation("PAUSED", () -> after(running(), run -> run.accept(Operations.pause())))
                .situation(
                        "PAUSED (last task)",
                        () -> after(running(), run -> {
                            run.complete("b", "c");
                            run.lease("d");
                            run.accept(Operations.pause());
                        }))
                .situation(
                        "PAUSED (beside an incident)", () -> after(suspended(), run -> run.accept(Operations.pause())))
                .situation(
                        "PAUSED (rolling back)",
                        () -> after(rollingBack(), run -> {
                            run.lease("a");
                            run.accept(Operations.pause());
                        }))
                .situation(
                        "PAUSED (with a dead letter)",
                        () -> after(rollingBack(), run -> {
                            run.lease("a");
                            run.accept(Operations.pause());
                            run.fail("a", FailureKind.FATAL);
                        }))
                .situation(
                        "PAUSED (going back to go forward again)",
                        () -> after(goingBack(), run -> run.accept(Operations.pause())))
                .situation("RUNNING (asking whether a happened)", () -> doubtful(Choice.VERIFY))
                .situation("SUSPENDED", Matrices::suspended)
                .situation(
                        "SUSPENDED (after its pivot)",
                        () -> after(afterPivot(), run -> run.fail("b", FailureKind.FATAL)))
                .situation(
                        "SUSPENDED (an earlier round left what cannot be undone)",
                        () -> after(lateInAnEarlierRound(), run -> run.fail("a", FailureKind.FATAL)))
                .situation("SUSPENDED (a held in doubt)", () -> doubtful(Choice.HOLD))
                .situation("COMPENSATING", () -> after(running(), run -> run.fail("b", FailureKind.FATAL)))
                .situation("COMPENSATING (last undo)", Matrices::rollingBack)
                .situation(
                        "COMPENSATING (asking whether a happened)",
                        () -> after(doubtful(Choice.VERIFY), run -> run.accept(Operations.cancel())))
                .situation("COMPENSATING (cancelled)", () -> after(running(), run -> run.accept(Operations.cancel())))
                .situation(
                        "COMPENSATING (terminated)",
                        () -> after(running(), run -> run.accept(Operations.terminateWithUndo())))
                .situation("COMPENSATING (to go forward again)", Matrices::goingBack)
                .situation(
                        "COMPENSATING (back to a save-point)",
                        () -> after(running(), run -> {
                            run.complete("c", "b");
                            run.compensateTo("s", Then.STOP);
                        }))
                .situation("COMPENSATION_FAILED", Matrices::stuck)
                .situation(
                        "COMPENSATING (what an earlier round has left)",
                        () -> after(lateInAnEarlierRound(), run -> run.complete("b", "c", "d")))
                .situation(
                        "COMPENSATION_FAILED (what an earlier round has left)",
                        () -> after(lateInAnEarlierRound(), run -> {
                            run.complete("b", "c", "d");
                            run.fail("a", FailureKind.FATAL);
                        }))
                .situation(
                        "COMPLETED (in a second round)", () -> after(secondRound(), run -> run.complete("b", "c", "d")))
                .situation("COMPLETED", () -> after(running(), run -> run.complete("b", "c", "d")))
                .situation(
                        "FAILED (of a definition without saga)",
                        () -> after(started(plan().compensateOn()), run -> run.fail("b", FailureKind.FATAL)))
                .situation("FAILED (nothing to undo)", Matrices::failed)
                .situation("COMPENSATED", () -> after(rollingBack(), RunDriver::undoAll))
                .situation("CANCELLED (nothing to undo)", Matrices::cancelled)
                .situation("CANCELLED", () -> after(running(), run -> run.accept(Operations.cancelWithoutUndo())))
                .situation("TERMINATED", () -> after(running(), run -> run.accept(Operations.terminateWithoutUndo())));
        return happenings(operations(inBlocks(matrix)));
    }

    private static TransitionMatrix inBlocks(TransitionMatrix matrix) {
        return matrix.situation("RUNNING (in a map)", () -> started(mapped()))
                .situation(
                        "COMPENSATING (in a map)",
                        () -> after(started(mapped()), run -> {
                            run.complete("b");
                            run.fail("b", FailureKind.FATAL);
                        }))
                .situation("RUNNING (in a loop)", () -> after(started(looped()), run -> run.complete("b")))
                .situation(
                        "COMPENSATING (in a loop)",
                        () -> after(started(looped()), run -> {
                            run.complete("b");
                            run.fail("b", FailureKind.FATAL);
                        }))
                .situation("COMPENSATING (what follows is under way)", Matrices::following)
                .situation(
                        "PAUSED (what follows is under way)",
                        () -> after(following(), run -> run.accept(Operations.pause())))
                .situation(
                        "SUSPENDED (what follows needs a person)",
                        () -> after(following(), run -> run.fail("f", FailureKind.FATAL)))
                .situation("COMPENSATED (with what follows)", () -> after(following(), run -> run.complete("f")))
                .situation(
                        "COMPENSATION_FAILED (what follows is under way)",
                        () -> after(undoing(followed()), run -> run.fail("a", FailureKind.FATAL)));
    }

    private static PlanBuilder mapped() {
        return workflow(
                        task("a").undo().savepoint("s"),
                        each("m", "[0,1]", task("b").undo()),
                        task("d"))
                .executionTimeout(Duration.ofHours(1));
    }

    private static PlanBuilder looped() {
        return workflow(
                        task("a").undo().savepoint("s"),
                        CycleBuilder.turns("l", 2, task("b").undo()),
                        task("d"))
                .executionTimeout(Duration.ofHours(1));
    }

    private static PlanBuilder followed() {
        return plan().after(Finally.ROLLED_BACK, task("f")).after(Finally.UNDO_FAILED, task("h"));
    }

    private static RunDriver undoing(PlanBuilder plan) {
        return after(started(plan), run -> {
            run.complete("b");
            run.fail("c", FailureKind.FATAL);
            run.complete("b");
        });
    }

    private static RunDriver following() {
        return after(undoing(followed()), run -> run.complete("a"));
    }

    private static TransitionMatrix operations(TransitionMatrix matrix) {
        return matrix.action("pause", run -> Operations.pause())
                .action("resume", run -> Operations.resume())
                .action("cancel", run -> Operations.cancel())
                .action("cancel, undo", run -> Operations.cancelWithUndo())
                .action("cancel, no undo", run -> Operations.cancelWithoutUndo())
                .action("terminate, undo", run -> Operations.terminateWithUndo())
                .action("terminate, no undo", run -> Operations.terminateWithoutUndo())
                .action("compensate", run -> Operations.compensate(null, Then.STOP))
                .action("compensate from a, then retry", run -> Operations.compensate("a", Then.RETRY))
                .action("compensate to save-point s, then retry", run -> Operations.compensateTo("s", Then.RETRY))
                .action("compensate by force", run -> Operations.compensateByForce())
                .action("compensate, plan seen", Operations::compensateSeen)
                .action("retry", run -> Operations.retry(focus(run)))
                .action("skip", run -> Operations.skip(focus(run)))
                .action("complete by hand", run -> Operations.completeByHand(focus(run)))
                .action("resolve", run -> Operations.resolve(focus(run)))
                .action("resolve: it happened", run -> evidence(run, HAPPENED))
                .action("resolve: it did not happen", run -> evidence(run, DID_NOT_HAPPEN))
                .action("signal", run -> Operations.signal("go", "1"));
    }

    private static TransitionMatrix happenings(TransitionMatrix matrix) {
        return matrix.action("success of an attempt", inHands(lease -> RunDriver.completion(lease, "{}")))
                .action("a probe finds it", answer(HAPPENED))
                .action("a probe finds nothing", answer(DID_NOT_HAPPEN))
                .action("failure for good", inHands(lease -> RunDriver.failure(lease, FailureKind.FATAL)))
                .action("failure that asks for help", inHands(lease -> RunDriver.failure(lease, FailureKind.SUSPEND)))
                .action(
                        "late success",
                        run -> RunDriver.completion(
                                new RunDriver.Lease(run.executionsOf("a").get(0).executionId(), "ghost", 1), "{}"))
                .action("deadline", run -> passing(run, Duration.ofHours(1)));
    }

    private static Action answer(String said) {
        return run -> held(run)
                .filter(lease -> run.run().execution(lease.executionId()).kind() == ExecutionKind.PROBE)
                .map(lease -> RunDriver.completion(lease, said))
                .orElse(null);
    }

    private static RunCommand evidence(RunDriver run, String said) {
        return new ResolveTask(Operations.key(focus(run)), Payload.ofJson(said), "test");
    }

    private static Action inHands(Function<RunDriver.Lease, RunCommand> report) {
        return run -> held(run).map(report).orElse(null);
    }

    /** What a worker has in its hands; it takes something if it may. */
    private static Optional<RunDriver.Lease> held(RunDriver run) {
        Optional<ExecutionRun> leased = run.run().liveExecutions().stream()
                .filter(execution -> execution.state() == ExecutionState.LEASED)
                .findFirst();
        if (leased.isPresent()) {
            return leased.map(execution ->
                    new RunDriver.Lease(execution.executionId(), execution.holder(), execution.leaseToken()));
        }
        return run.run().liveExecutions().stream()
                .filter(execution -> !execution.held())
                .findFirst()
                .map(execution -> run.lease(execution.task().key().taskId()));
    }

    /** The task somebody would deal with: one that gave up, has an incident, or failed; else b, or the last one of them. */
    private static String focus(RunDriver run) {
        return run.run().tasksSeen().stream()
                .filter(task -> task.deadLetter().isPresent() || task.incident() != null)
                .findFirst()
                .or(() -> run.run().tasksSeen().stream()
                        .filter(task -> task.state() == TaskRun.State.FAILED)
                        .findFirst())
                .or(() -> run.run().tasksSeen().stream()
                        .filter(task -> task.key().taskId().equals("b"))
                        .reduce((earlier, later) -> later))
                .map(task -> task.key().toString())
                .orElse("b");
    }

    private static PlanBuilder plan() {
        return plan(task("a").undo());
    }

    private static PlanBuilder plan(NodeBuilder<?> first) {
        return workflow(first.savepoint("s"), all("p").branch(task("b").undo()).branch(task("c")), task("d"))
                .executionTimeout(Duration.ofHours(1))
                .openSignals();
    }

    private static RunDriver goingBack() {
        return after(running(), run -> {
            run.complete("c", "b");
            run.compensate("a", Then.RETRY);
            run.complete("b");
        });
    }

    private static RunDriver tolerated() {
        RunDriver run = RunDriver.start(workflow(task("a"), task("b").continueOnError(), task("c")));
        run.lease("a", "ghost");
        run.expire("a");
        run.complete("a");
        run.fail("b", FailureKind.FATAL);
        return run;
    }

    private static RunDriver cancelled() {
        RunDriver run = RunDriver.start(workflow(task("a").undoWhenCompleted(), task("b")));
        run.lease("a", "ghost");
        run.expire("a");
        run.accept(Operations.cancel());
        return run;
    }

    private static RunDriver afterPivot() {
        return started(plan(task("a").undo().pivot()));
    }

    private static RunDriver started(PlanBuilder plan) {
        RunDriver run = RunDriver.start(plan);
        run.lease("a", "ghost");
        run.expire("a");
        run.complete("a");
        run.lease("b");
        return run;
    }

    private static RunDriver running() {
        return started(plan());
    }

    /** Task a was undone and done again. */
    private static RunDriver secondRound() {
        return after(running(), run -> {
            run.compensate("a", Then.RETRY);
            run.complete("b", "b", "a", "a");
        });
    }

    /** The ghost has reported after that. */
    private static RunDriver lateInAnEarlierRound() {
        return after(
                secondRound(),
                run -> run.refuse(RunDriver.completion(
                        new RunDriver.Lease(run.executionsOf("a").get(0).executionId(), "ghost", 1), "{}")));
    }

    /** The worker of a fell silent. */
    private static RunDriver doubtful(Choice choice) {
        RunDriver run = RunDriver.start(
                workflow(task("a").onUnknown(choice).undo(), task("b").undo()).executionTimeout(Duration.ofHours(1)));
        run.lease("a", "ghost");
        run.expire("a");
        return run;
    }

    private static RunDriver suspended() {
        return after(running(), run -> run.fail("c", FailureKind.SUSPEND));
    }

    private static RunDriver rollingBack() {
        return undoing(plan());
    }

    private static RunDriver stuck() {
        return after(rollingBack(), run -> run.fail("a", FailureKind.FATAL));
    }

    private static RunDriver failed() {
        RunDriver run = RunDriver.start(workflow(task("a").undoWhenCompleted(), task("b")));
        run.lease("a", "ghost");
        run.expire("a");
        run.fail("a", FailureKind.FATAL);
        return run;
    }
}
