package com.orchestrator.engine.metrics;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.metrics.EngineCounters.Attempt;
import com.orchestrator.engine.metrics.WebhookCounters.Standing;
import com.orchestrator.engine.service.EngineMetrics;
import com.orchestrator.engine.service.Figure;
import com.orchestrator.engine.service.Figure.Kind;
import com.orchestrator.engine.service.Figure.Sample;
import com.orchestrator.engine.store.Surroundings.Connections;
import com.orchestrator.engine.store.WatchStore.Backlog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Counters and sightings under the names that dashboards know. */
public final class EngineFigures implements EngineMetrics {

    private static final double MILLIS = 1e3;

    private final EngineCounters counters;
    private final Sightings sightings;
    private final ScheduleCounters schedules;
    private final RetentionCounters retention;
    private final BatchCounters batches;
    private final WebhookCounters webhooks;
    private final Supplier<Connections> connections;

    public EngineFigures(
            EngineCounters counters,
            Sightings sightings,
            ScheduleCounters schedules,
            RetentionCounters retention,
            BatchCounters batches,
            WebhookCounters webhooks,
            Supplier<Connections> connections) {
        this.retention = retention;
        this.webhooks = webhooks;
        this.connections = connections;
        this.counters = counters;
        this.sightings = sightings;
        this.schedules = schedules;
        this.batches = batches;
    }

    @Override
    public List<Figure> read() {
        List<Figure> figures = new ArrayList<>();
        figures.addAll(instances());
        figures.addAll(tasks());
        figures.addAll(lanes());
        figures.addAll(polls());
        figures.addAll(limits());
        figures.add(counter(
                "orchestrator_schedule_times_total",
                "What this server has made of times of schedules, by outcome.",
                schedules.fires.entrySet().stream()
                        .map(entry -> new Sample(
                                Map.of("outcome", entry.getKey()),
                                entry.getValue().sum()))
                        .toList()));
        figures.addAll(retention());
        figures.addAll(batches());
        figures.addAll(webhooks());
        figures.addAll(SurroundingFigures.of(sightings.surroundings(), connections.get()));
        return figures;
    }

    private List<Figure> retention() {
        RetentionCounters.Sight sight = retention.all();
        return List.of(
                counter(
                        "orchestrator_runs_deleted_total",
                        "Runs that this server has deleted, children among them: as somebody has asked, or by a rule.",
                        List.of(
                                new Sample(Map.of("by", "hand"), retention.byHand.sum()),
                                new Sample(Map.of("by", "rule"), retention.byRule.sum()))),
                counter(
                        "orchestrator_runs_archived_total",
                        "Runs that this server has written to its archive before.",
                        retention.archived),
                gauge(
                        "orchestrator_runs_held",
                        "Runs that are due and stay, in the last walk of this server: by a label, or for a child that goes on.",
                        List.of(
                                new Sample(Map.of("why", "hold"), sight.held()),
                                new Sample(Map.of("why", "child"), sight.waiting()))),
                gauge(
                        "orchestrator_runs_overdue_seconds",
                        "For how long the oldest run had been due that the last walk of this server has met.",
                        List.of(new Sample(Map.of(), sight.overdue().toSeconds()))));
    }

    private List<Figure> batches() {
        return List.of(
                gauge(
                        "orchestrator_run_batches",
                        "Batches over runs that go on; counted up to 10000.",
                        List.of(new Sample(Map.of(), sightings.batches()))),
                counter(
                        "orchestrator_run_batch_runs_total",
                        "Runs of batches that this server has worked on, by operation and outcome.",
                        batches.runs.entrySet().stream()
                                .map(entry -> new Sample(
                                        Map.of(
                                                "operation",
                                                entry.getKey().operation().wireName(),
                                                "outcome",
                                                entry.getKey().outcome()),
                                        entry.getValue().sum()))
                                .toList()));
    }

    private List<Figure> webhooks() {
        Collection<Standing> held = webhooks.standings();
        return List.of(
                counter(
                        "orchestrator_webhook_attempts_total",
                        "Requests to webhooks by this server: DELIVERED, FAILED to be tried again, or DEAD when the event was given up.",
                        webhooks.attempts.entrySet().stream()
                                .map(entry -> new Sample(
                                        Map.of("outcome", entry.getKey()),
                                        entry.getValue().sum()))
                                .toList()),
                gauge(
                        "orchestrator_webhook_pending_events",
                        "Events that this server has looked at for a webhook it holds, and not told yet; at most 100.",
                        samples(held, Standing::pending)),
                gauge(
                        "orchestrator_webhook_lag_seconds",
                        "How old the oldest of them is.",
                        samples(held, standing -> standing.lag().toMillis() / MILLIS)),
                gauge(
                        "orchestrator_webhook_failing",
                        "1 when the last request to a webhook was not taken.",
                        samples(held, standing -> standing.failing() ? 1 : 0)));
    }

    private static List<Sample> samples(Collection<Standing> held, ToDoubleFunction<Standing> value) {
        return held.stream()
                .map(standing -> new Sample(Map.of("webhook", standing.webhook()), value.applyAsDouble(standing)))
                .toList();
    }

    private List<Figure> instances() {
        return List.of(
                gauge("orchestrator_instances", "Instances that have not ended, when they were last walked.", states()),
                counter("orchestrator_instance_transitions_total", "Changes of state by this server.", transitions()),
                Figure.histogram(
                        "orchestrator_instance_duration_seconds",
                        "From the creation of instances to their ends, by this server.",
                        TimeCounters.read(counters.times().runs, "state")),
                gauge(
                        "orchestrator_instances_without_wake_source",
                        "Instances that nothing would have moved, in the last walk; anything but 0 is a fault.",
                        List.of(new Sample(Map.of(), sightings.withoutWakeSource()))),
                counter(
                        "orchestrator_wake_sources_restored_total",
                        "Rows of lost instances that this server has written again.",
                        counters.restored),
                gauge(
                        "orchestrator_instances_set_aside",
                        "Instances that a fault keeps from going on; counted up to 10000.",
                        List.of(new Sample(Map.of(), sightings.setAside()))),
                counter(
                        "orchestrator_set_asides_total",
                        "Instances that this server has set aside, by the code of the fault.",
                        counters.setAside.entrySet().stream()
                                .map(entry -> new Sample(
                                        Map.of("code", entry.getKey()),
                                        entry.getValue().sum()))
                                .toList()),
                gauge(
                        "orchestrator_incidents_open",
                        "Incidents that nobody has resolved; counted over the greatest 10000 groups.",
                        List.of(new Sample(Map.of(), sightings.openIncidents()))),
                counter("orchestrator_incidents_raised_total", "Tasks that were left to a person.", counters.incidents),
                counter(
                        "orchestrator_undo_dead_letters_total",
                        "Undos that gave up and were left to a person.",
                        counters.deadLetters));
    }

    private List<Sample> states() {
        return Arrays.stream(WorkflowState.values())
                .filter(state -> !state.isTerminal())
                .map(state -> new Sample(
                        Map.of("state", state.name()), sightings.openRuns().getOrDefault(state, 0L)))
                .toList();
    }

    private List<Sample> transitions() {
        return counters.transitions.entrySet().stream()
                .map(entry -> new Sample(
                        Map.of(
                                "from",
                                entry.getKey().from() == null
                                        ? ""
                                        : entry.getKey().from().name(),
                                "to",
                                entry.getKey().to().name()),
                        entry.getValue().sum()))
                .toList();
    }

    private List<Figure> tasks() {
        return List.of(
                gauge(
                        "orchestrator_tasks_ready",
                        "Tasks that wait for a worker; counted up to 10000 per queue.",
                        backlog(Backlog::ready)),
                gauge(
                        "orchestrator_task_oldest_ready_seconds",
                        "How long the oldest of them has been waiting.",
                        backlog(queue -> queue.oldestAge().toMillis() / MILLIS)),
                counter(
                        "orchestrator_task_attempts_total",
                        "Attempts at tasks by their outcome.",
                        outcomes(ExecutionKind.ACTION)),
                counter(
                        "orchestrator_compensations_total",
                        "Attempts at undos by their outcome.",
                        outcomes(ExecutionKind.COMPENSATION)),
                counter(
                        "orchestrator_probes_total",
                        "Attempts at finding out whether a task happened, by their outcome.",
                        outcomes(ExecutionKind.PROBE)),
                Figure.histogram(
                        "orchestrator_task_wait_seconds",
                        "How long attempts had waited that this server has given to workers.",
                        List.of(counters.times().waits.read(Map.of()))),
                Figure.histogram(
                        "orchestrator_task_run_seconds",
                        "How long workers had attempts that have ended here.",
                        TimeCounters.read(counters.times().attempts, "outcome")),
                counter("orchestrator_leases_granted_total", "Tasks given to workers.", counters.leases),
                counter("orchestrator_leases_expired_total", "Workers that fell silent.", counters.expired));
    }

    private List<Sample> backlog(ToDoubleFunction<Backlog> value) {
        return sightings.backlog().stream()
                .map(queue -> new Sample(Map.of("queue", queue.queue()), value.applyAsDouble(queue)))
                .toList();
    }

    private List<Sample> outcomes(ExecutionKind kind) {
        return Arrays.stream(AttemptOutcome.values())
                .map(outcome -> new Sample(Map.of("outcome", outcome.name()), attempts(new Attempt(kind, outcome))))
                .toList();
    }

    private double attempts(Attempt attempt) {
        LongAdder adder = counters.attempts.get(attempt);
        return adder == null ? 0 : adder.sum();
    }

    private List<Figure> lanes() {
        return List.of(
                counter("orchestrator_batches_total", "Transactions that lanes have committed.", counters.batches),
                counter("orchestrator_batch_commands_total", "Commands in them.", counters.commands),
                counter(
                        "orchestrator_runs_loaded_total",
                        "Runs that were read from their histories, as they were not in memory.",
                        counters.loaded),
                counter(
                        "orchestrator_optimistic_conflicts_total",
                        "Runs that another server had moved meanwhile, so that they were decided again.",
                        counters.conflicts),
                counter(
                        "orchestrator_batches_unavailable_total",
                        "Transactions that the database did not answer.",
                        counters.unavailable),
                counter("orchestrator_commands_refused_total", "Refusals by command and code.", refusals()),
                counter(
                        "orchestrator_fence_rejections_total",
                        "Calls of workers that no longer hold the lease.",
                        List.of(new Sample(Map.of(), fenceRejections()))));
    }

    private List<Sample> refusals() {
        return counters.refusals.entrySet().stream()
                .map(entry -> new Sample(
                        Map.of(
                                "command",
                                entry.getKey().command(),
                                "code",
                                entry.getKey().code().name()),
                        entry.getValue().sum()))
                .toList();
    }

    private double fenceRejections() {
        return counters.refusals.entrySet().stream()
                .filter(entry -> entry.getKey().code() == ErrorCode.FENCE_STALE)
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }

    private List<Figure> polls() {
        return List.of(
                counter("orchestrator_polls_total", "Polls of workers.", counters.polls),
                counter("orchestrator_polls_empty_total", "Polls answered without a task.", counters.emptyPolls),
                counter(
                        "orchestrator_secrets_missing_total",
                        "Tasks that were not handed out, since a secret that they take is not there.",
                        counters.secretsMissing));
    }

    private List<Figure> limits() {
        return List.of(
                gauge(
                        "orchestrator_budget_used",
                        "Attempts in flight of workloads under a budget; the hundred with the most.",
                        sightings.budgets().entrySet().stream()
                                .map(entry -> new Sample(
                                        Map.of("workload", entry.getKey().subject()), entry.getValue()))
                                .toList()),
                counter(
                        "orchestrator_permit_differences_total",
                        "Permits whose attempt was over, found by this server and given back; anything but 0 is a fault.",
                        counters.permitsLeftBehind));
    }

    private static Figure counter(String name, String help, LongAdder adder) {
        return counter(name, help, List.of(new Sample(Map.of(), adder.sum())));
    }

    private static Figure counter(String name, String help, List<Sample> samples) {
        return new Figure(name, Kind.COUNTER, help, samples);
    }

    private static Figure gauge(String name, String help, List<Sample> samples) {
        return new Figure(name, Kind.GAUGE, help, samples);
    }
}
