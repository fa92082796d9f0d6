package com.orchestrator.test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.SignalRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.StartedWorkflow;
import com.orchestrator.worker.LocalHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the runs of a test are played: a store, a clock, a server, and workers. Time stands still while there is something to do, and
 * else goes to the next moment at which something happens by itself.
 */
final class Stage {

    private static final int ROUNDS_MAX = 10_000;
    private static final int RUNS_MAX = 200;
    private static final int EVENTS_MAX = 10_000;
    private static final String ACTOR = "test";
    private static final Duration LITTLE = Duration.ofMillis(1);

    /** What is over by itself; what waits for somebody outside is not skipped, or nobody could come in time. */
    private static final Set<ReasonCode> BY_ITSELF = EnumSet.of(
            ReasonCode.RETRY_BACKOFF,
            ReasonCode.LEASED,
            ReasonCode.STOPPING,
            ReasonCode.WAITING_FOR_TIMER,
            ReasonCode.START_DELAYED,
            ReasonCode.RATE_LIMITED,
            ReasonCode.BREAKER_OPEN);

    private final Ground ground;
    private final InstantSource clock;
    private final Instant begin;
    private final LocalHandlers handlers;
    private final Set<String> queues = new TreeSet<>();
    private final Server server;
    private final Worker worker;

    Stage(Ground ground, List<WorkflowPlan> known, Worker.Script script, KillableStore.Killer killer) {
        this.ground = ground;
        this.clock = ground.clock();
        this.begin = clock.instant();
        this.handlers = new LocalHandlers(clock);
        this.server = new Server(KillableStore.of(ground.store(), killer), known, clock);
        this.worker = new Worker(server, handlers, clock, script);
    }

    LocalHandlers handlers() {
        return handlers;
    }

    SteppedEngine engine() {
        return server.engine();
    }

    List<Delivery> deliveries() {
        return worker.deliveries();
    }

    Instant now() {
        return clock.instant();
    }

    /** How long it is since the beginning of the test. */
    Duration since(Instant moment) {
        return Duration.between(begin, moment);
    }

    StartedWorkflow start(StartWorkflowRequest request) {
        Optional<StartedWorkflow> started = Optional.empty();
        while (started.isEmpty()) {
            started = server.call(engine -> engine.workflows().startWorkflow(request));
        }
        return started.get();
    }

    /** As handlers write values. */
    Payload payload(Object value) {
        try {
            return Payload.ofJson(handlers.mapper().writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A " + value.getClass().getName() + " cannot be written as JSON", e);
        }
    }

    void signal(UUID instanceId, String name, Object value) {
        SignalRequest request = new SignalRequest(name, name + "-" + clock.instant(), payload(value));
        Optional<WorkflowInstance> heard = Optional.empty();
        while (heard.isEmpty()) {
            heard = server.call(
                    engine -> engine.workflows().signalWorkflow(new Command<>(instanceId, request, ACTOR, null)));
        }
    }

    WorkflowInstance run(UUID instanceId) {
        return engine().workflows().getWorkflow(instanceId);
    }

    List<HistoryEntry> history(UUID instanceId) {
        return engine().workflows().getHistory(instanceId, 0, EVENTS_MAX).items();
    }

    /** Of all runs of a workflow. */
    List<List<HistoryEntry>> histories(String namespace, String workflow) {
        List<List<HistoryEntry>> histories = new ArrayList<>();
        String cursor = null;
        do {
            Page<WorkflowInstance> page = page(cursor);
            page.items().stream()
                    .filter(run ->
                            run.namespace().equals(namespace) && run.workflow().equals(workflow))
                    .forEach(run -> histories.add(history(run.instanceId())));
            cursor = page.next();
        } while (cursor != null);
        return histories;
    }

    private Page<WorkflowInstance> page(@Nullable String cursor) {
        return engine().workflows().listInstances(new InstanceQuery(RunFilter.ALL, new ListQuery(RUNS_MAX, cursor)));
    }

    /** Until nothing happens any more without somebody outside. */
    void play() {
        for (int round = 0; round < ROUNDS_MAX; round++) {
            if (!worker.work(asked()) && !moves()) {
                return;
            }
        }
        throw new AssertionError("The runs do not come to rest: " + ROUNDS_MAX + " things have happened");
    }

    /** Without anything to do: looks for work in other queues, lets time pass, and lets those come who are late. */
    private boolean moves() {
        List<Reason> reasons = reasons();
        if (askMore(reasons)) {
            return true;
        }
        Optional<Instant> next = next(reasons.stream().filter(reason -> BY_ITSELF.contains(reason.code())));
        if (next.isPresent()) {
            pass(next.get());
            return true;
        }
        return worker.comeLate();
    }

    /** Until a moment, as far as things are over until then; then the rest of the time. */
    void playUntil(Instant moment) {
        play();
        for (int round = 0; round < ROUNDS_MAX && clock.instant().isBefore(moment); round++) {
            Instant next = next(reasons().stream())
                    .filter(earlier -> earlier.isBefore(moment))
                    .orElse(moment);
            pass(next);
            play();
        }
    }

    private Set<String> asked() {
        handlers.taskTypes().forEach(queues::add);
        return queues;
    }

    private boolean askMore(List<Reason> reasons) {
        return reasons.stream()
                .filter(reason -> reason.code() == ReasonCode.NO_WORKER)
                .map(Reason::queue)
                .flatMap(Stream::ofNullable)
                .toList()
                .stream()
                .anyMatch(queues::add);
    }

    private List<Reason> reasons() {
        return page(null).items().stream()
                .filter(run -> run.state() == WorkflowState.RUNNING || run.state() == WorkflowState.COMPENSATING)
                .flatMap(run -> engine().workflows().explainWorkflow(run.instanceId()).reasons().stream())
                .toList();
    }

    private Optional<Instant> next(Stream<Reason> reasons) {
        return reasons.filter(reason -> !worker.hasLeft(reason.executionId()))
                .map(Reason::until)
                .flatMap(Stream::ofNullable)
                .min(Instant::compareTo);
    }

    private void pass(Instant next) {
        Duration time = Duration.between(clock.instant(), next);
        time = time.compareTo(LITTLE) < 0 ? LITTLE : time;
        ground.advance(time);
        server.pass(time);
    }
}
