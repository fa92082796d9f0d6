package com.orchestrator.worker;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse.RenewalStatus;
import com.orchestrator.api.request.PollResponse.RenewalVerdict;
import com.orchestrator.api.request.PollResponse.ReportStatus;
import com.orchestrator.api.request.PollResponse.ReportVerdict;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.api.request.WorkerHeartbeat;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The heart of a worker. Two kinds of request go out, at most one of each at a time:
 *
 * <ul>
 *   <li>a <em>report</em> carries results and renewals, is answered at once and may bring work for all free slots;
 *   <li>a <em>waiting poll</em> carries nothing and waits for work. It goes out only when there is nothing to report, so
 *       that a finished step never waits behind it.
 * </ul>
 *
 * Renewals never ride on a waiting poll: its answer, and with it the proof of renewal, may come after the lease has
 * ended. Everything here happens on the loop; each burst of events ends in {@link #pump}, which sends whatever can be
 * sent.
 */
final class PollLoop {

    private static final Logger LOG = Logs.of(PollLoop.class);
    private static final Duration WAIT = Duration.ofSeconds(30);
    /** While a full type's queue is left out, the poll must soon be replaced by one that names it again. */
    private static final Duration PARTIAL_WAIT = Duration.ofSeconds(2);

    private static final Duration BEAT_INTERVAL = Duration.ofSeconds(10);

    /** Holds a task nobody here can do for a moment, so that it does not come back at once. */
    private static final Duration UNHANDLED_PAUSE = Duration.ofSeconds(1);

    private final WorkerSettings settings;
    private final HandlerRegistry handlers;
    private final WorkerWire wire;
    private final WorkerLoop loop;
    private final Presence presence;
    private final TaskRunner runner;
    private final LongSupplier ticker;

    private final LeaseLength leaseLength;
    private final LeaseKeeper leases = new LeaseKeeper();
    private final ReportQueue reports = new ReportQueue();
    private final TypeGate gate = new TypeGate();
    private final SlotBook slots;
    private final RequestLine reporting;
    private final RequestLine polling;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable CompletableFuture<?> waitingPoll;
    private WorkerHeartbeat.State state = WorkerHeartbeat.State.RUNNING;
    private long watchAt = Long.MAX_VALUE;

    PollLoop(
            WorkerSettings settings,
            HandlerRegistry handlers,
            ServerLink server,
            WorkerLoop loop,
            TaskRunner runner,
            LongSupplier ticker,
            RandomGenerator random) {
        this.settings = settings;
        this.handlers = handlers;
        this.wire = server.wire();
        this.loop = loop;
        this.presence = server.presence();
        this.runner = runner;
        this.ticker = ticker;
        this.leaseLength = new LeaseLength(settings.lease());
        this.slots = new SlotBook(settings.queues(), settings.maxConcurrent(), handlers.all());
        this.reporting = new RequestLine(
                "Reporting",
                new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), random),
                ticker,
                server.contact());
        this.polling = new RequestLine(
                "Polling",
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10), random),
                ticker,
                server.contact());
    }

    void start() {
        loop.afterEachBurst(this::pump);
        loop.execute(this::beat);
    }

    /** Takes nothing new, lets running tasks end within the timeout and gives the rest back. */
    CompletableFuture<Void> drain() {
        loop.execute(() -> {
            if (state != WorkerHeartbeat.State.RUNNING) {
                return;
            }
            state = WorkerHeartbeat.State.DRAINING;
            if (waitingPoll != null) {
                waitingPoll.cancel(true);
            }
            presence.beat(state, slots.held());
            loop.executeAfter(settings.drainTimeout(), this::giveUp);
        });
        return ended;
    }

    private void pump() {
        if (state == WorkerHeartbeat.State.STOPPED) {
            return;
        }
        report();
        awaitWork();
        watchLeases();
        if (isDraining() && slots.held() == 0 && reports.isEmpty() && !reporting.isBusy()) {
            sayFarewell();
        }
    }

    private boolean isDraining() {
        return state != WorkerHeartbeat.State.RUNNING;
    }

    private void report() {
        long now = ticker.getAsLong();
        if (!reporting.isOpen() || (reports.isEmpty() && !leases.isAnyDue(now))) {
            return;
        }
        List<ReportQueue.Pending> results = reports.takeBatch();
        List<LeaseKeeper.Renewal> renewals = leases.takeDue(now);
        SlotBook.Ask ask = results.isEmpty() || isDraining() ? slots.nothing() : slots.reserve();
        reporting.sent();
        wire.poll(request(ask, Duration.ZERO, results, renewals))
                .whenComplete((answer, thrown) -> settle(reporting, ask, () -> {
                    if (thrown == null) {
                        reported(results, renewals, answer);
                    } else {
                        notReported(results, renewals, FailureMapping.unwrap(thrown));
                    }
                }));
    }

    private void awaitWork() {
        if (isDraining() || !polling.isOpen() || reporting.isBusy() || !reports.isEmpty()) {
            return;
        }
        SlotBook.Ask ask = slots.reserve();
        if (ask.max() == 0) {
            return;
        }
        polling.sent();
        CompletableFuture<WorkerWire.PollAnswer> poll =
                wire.poll(request(ask, ask.isComplete() ? WAIT : PARTIAL_WAIT, List.of(), List.of()));
        waitingPoll = poll;
        poll.whenComplete((answer, thrown) -> settle(polling, ask, () -> {
            if (thrown == null) {
                workCame(answer);
            } else if (!isDraining()) {
                loop.wakeAfter(polling.failed(FailureMapping.unwrap(thrown)));
            }
        }));
    }

    private void workCame(WorkerWire.PollAnswer answer) {
        runner.polled(answer);
        boolean cameEarly = answer.response().tasks().isEmpty() && answer.tookLess(PARTIAL_WAIT.dividedBy(2));
        if (cameEarly) {
            loop.wakeAfter(polling.slowedDown());
        } else {
            polling.succeeded();
        }
        take(answer);
    }

    private void take(WorkerWire.PollAnswer answer) {
        presence.obey(answer.response().drain());
        answer.response().tasks().forEach(task -> accept(task, answer));
    }

    /** Back on the loop. Whatever an answer contains, its line and its slots are free again. */
    private void settle(RequestLine line, SlotBook.Ask ask, Runnable answered) {
        loop.execute(() -> {
            line.ended();
            slots.settle(ask);
            answered.run();
        });
    }

    private PollRequest request(
            SlotBook.Ask ask, Duration wait, List<ReportQueue.Pending> results, List<LeaseKeeper.Renewal> renewals) {
        List<TaskReport> reported =
                results.stream().map(ReportQueue.Pending::report).toList();
        List<LeaseRenewal> renewed =
                renewals.stream().map(LeaseKeeper.Renewal::toWire).toList();
        return new PollRequest(settings.workerId(), ask.queues(), ask.max(), wait, settings.lease(), reported, renewed);
    }

    private void reported(
            List<ReportQueue.Pending> results, List<LeaseKeeper.Renewal> renewals, WorkerWire.PollAnswer answer) {
        reporting.succeeded();
        reports.delivered();
        Map<UUID, ReportVerdict> verdicts = new HashMap<>();
        answer.response().results().forEach(verdict -> verdicts.put(verdict.executionId(), verdict));
        results.forEach(result -> judge(result, verdicts.get(result.task().executionId())));
        Map<UUID, RenewalVerdict> renewed = new HashMap<>();
        answer.response().renewals().forEach(verdict -> renewed.put(verdict.executionId(), verdict));
        renewals.forEach(
                renewal -> renew(renewal, renewed.get(renewal.run().task().executionId()), answer));
        take(answer);
    }

    /** A report the answer does not mention is sent again; the contract makes repeating it safe. */
    private void judge(ReportQueue.Pending result, @Nullable ReportVerdict verdict) {
        if (verdict == null) {
            abandonOld(reports.putBack(List.of(result), ticker.getAsLong()));
        } else if (verdict.status() == ReportStatus.REJECTED) {
            String code = verdict.code() == null ? "REJECTED" : verdict.code().name();
            lament(result.task(), code, verdict.detail());
        }
    }

    private void renew(LeaseKeeper.Renewal renewal, @Nullable RenewalVerdict verdict, WorkerWire.PollAnswer answer) {
        if (verdict == null) {
            leases.notRenewed(renewal);
        } else if (verdict.status() == RenewalStatus.LOST) {
            lose(renewal.run());
        } else {
            leases.renewed(
                    renewal.run(), answer.sentAt(), leaseLength.nanos(verdict.leaseExpiresAt(), answer.serverTime()));
            if (verdict.cancelRequested()) {
                runner.requestCancel(renewal.run());
            }
        }
    }

    private void notReported(List<ReportQueue.Pending> results, List<LeaseKeeper.Renewal> renewals, Throwable thrown) {
        renewals.forEach(leases::notRenewed);
        long now = ticker.getAsLong();
        if (!results.isEmpty() && thrown instanceof OrchestratorProblemException problem && problem.isOfTheBody()) {
            reports.refused(results, String.valueOf(thrown.getMessage()), now)
                    .ifPresent(bad -> lament(bad.task(), "REPORT_REFUSED", thrown.getMessage()));
        } else {
            abandonOld(reports.putBack(results, now));
        }
        loop.wakeAfter(reporting.failed(thrown));
    }

    private void abandonOld(List<ReportQueue.Pending> tooOld) {
        tooOld.forEach(report -> lament(report.task(), "REPORT_UNDELIVERED", "The server could not be reached"));
    }

    /** A result that did not count: said once in the log and once to the application. */
    private void lament(LeasedTask task, String code, @Nullable String detail) {
        LOG.log(
                Level.WARNING,
                "The report of task " + task.idempotencyKey() + " (fence " + task.fenceToken() + ") did not count: "
                        + code + " " + detail);
        runner.tell(task, new Failure(FailureKind.UNKNOWN, code, detail, null, null));
    }

    private void accept(LeasedTask task, WorkerWire.PollAnswer answer) {
        if (isDraining() || slots.isFull()) {
            presence.release(task);
            return;
        }
        slots.take(task.taskType());
        if (settings.isForeign(task)) {
            returnForeign(task);
            return;
        }
        handlers.find(task.taskType())
                .ifPresentOrElse(handler -> begin(task, handler, answer), () -> returnUnhandled(task));
    }

    private void begin(LeasedTask task, RegisteredHandler handler, WorkerWire.PollAnswer answer) {
        long leaseNanos = leaseLength.nanos(task.leaseExpiresAt(), answer.serverTime());
        TaskLease lease = new TaskLease(
                ticker,
                LeaseKeeper.trustedUntil(answer.receivedAt(), leaseNanos),
                () -> loop.execute(() -> hasten(task)));
        TaskRun run = runner.prepare(task, handler, lease);
        leases.add(run, answer.receivedAt(), leaseNanos);
        if (gate.enter(run)) {
            run(run);
        }
    }

    private void hasten(LeasedTask task) {
        leases.hasten(task);
        watchLeases();
    }

    private void run(TaskRun run) {
        runner.start(run, report -> loop.execute(() -> end(run, report)));
    }

    private void end(TaskRun run, Optional<TaskReport> report) {
        leases.remove(run);
        slots.free(run.task().taskType());
        gate.leave(run).ifPresent(this::run);
        report.ifPresent(said -> reports.add(new ReportQueue.Pending(run.task(), said, ticker.getAsLong(), false)));
    }

    /** Another worker on the same queue may know the type, for example the next release of this one. */
    private void returnUnhandled(LeasedTask task) {
        String message = "Queue '" + task.queue() + "' brought a task of type '" + task.taskType()
                + "', but this worker handles only " + handlers.taskTypes();
        giveBack(task, "HANDLER_MISSING", message);
    }

    private void returnForeign(LeasedTask task) {
        String message = "Queue '" + task.queue() + "' brought a task of namespace '" + task.namespace()
                + "', but this worker does those of '" + settings.namespace() + "' only";
        giveBack(task, "NAMESPACE_FOREIGN", message);
    }

    private void giveBack(LeasedTask task, String code, String message) {
        LOG.log(Level.WARNING, message);
        runner.tell(task, new Failure(FailureKind.RETRYABLE, code, message, null, null));
        loop.executeAfter(UNHANDLED_PAUSE, () -> {
            slots.free(task.taskType());
            presence.release(task);
        });
    }

    private void watchLeases() {
        long now = ticker.getAsLong();
        leases.nextTick(now).filter(tick -> tick < watchAt).ifPresent(tick -> {
            watchAt = tick;
            loop.executeAfter(Duration.ofNanos(tick - now), () -> look(tick));
        });
    }

    /** A look that was overtaken by an earlier one does nothing, so there is one chain of looks and no more. */
    private void look(long tick) {
        if (tick != watchAt) {
            return;
        }
        watchAt = Long.MAX_VALUE;
        leases.takeExpired(ticker.getAsLong()).forEach(this::stopTrusting);
    }

    /** The handler may have ended while the verdict was on its way; then there is nothing left to lose. */
    private void lose(TaskRun run) {
        if (leases.remove(run)) {
            stopTrusting(run);
        }
    }

    /** Of a task that was left to others, the lease is lost as soon as they have reported it. */
    private void stopTrusting(TaskRun run) {
        if (run.lease().isLeft()) {
            return;
        }
        LOG.log(Level.WARNING, "The lease of task " + run.task().idempotencyKey() + " is lost");
        runner.lose(run);
        runner.tell(run.task(), Failure.of(FailureKind.UNKNOWN, "LEASE_LOST"));
    }

    private void beat() {
        if (state != WorkerHeartbeat.State.STOPPED) {
            presence.beat(state, slots.held());
            loop.executeAfter(BEAT_INTERVAL, this::beat);
        }
    }

    /** The drain timeout is over: handlers are told to stop first, then their tasks are given back. */
    private void giveUp() {
        if (state == WorkerHeartbeat.State.STOPPED) {
            return;
        }
        List<TaskRun> unfinished =
                leases.runs().stream().filter(run -> !run.lease().isLeft()).toList();
        unfinished.forEach(runner::lose);
        unfinished.forEach(run -> presence.release(run.task()));
        reports.takeAll().forEach(report -> lament(report.task(), "REPORT_UNDELIVERED", "The worker stopped before"));
        sayFarewell();
    }

    private void sayFarewell() {
        state = WorkerHeartbeat.State.STOPPED;
        presence.sayFarewell(slots.held()).whenComplete((done, thrown) -> ended.complete(null));
    }
}
