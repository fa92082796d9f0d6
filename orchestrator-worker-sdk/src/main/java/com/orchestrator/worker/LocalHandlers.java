package com.orchestrator.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.TaskToken;
import com.orchestrator.api.request.TaskReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Handlers without a worker and without a server: a task goes in and what a worker would report of it comes out, on the thread of the caller.
 * For test kits; inputs, outputs and failures are read and written as a worker does it.
 */
public final class LocalHandlers {

    private static final Duration LEASE = Duration.ofHours(1);

    /** It learns types as it goes, and there can be many of these. */
    private static final ObjectMapper MAPPER = HandlerJson.mapper();

    private final List<RegisteredHandler> handlers = new ArrayList<>();
    private final TaskRunner runner;

    /** @param clock what handlers take for the time */
    public LocalHandlers(InstantSource clock) {
        this.runner = new TaskRunner(
                handler -> Runnable::run,
                Runnable::run,
                MAPPER,
                TaskHooks.none(),
                clock,
                new TaskLinks((task, lease) -> token(task), line -> {}));
    }

    private static TaskToken token(LeasedTask task) {
        return new TaskToken(task.executionId(), "local", task.fenceToken());
    }

    /** An object with {@link TaskHandler} methods; what it does others did no more. */
    public void add(Object target) {
        new HandlerMethods(MAPPER).of(target).forEach(this::put);
    }

    /** One handler as a lambda, in the place of one of the same type. */
    public <I, O> void add(String taskType, Class<I> input, TaskFunction<I, O> function) {
        put(RegisteredHandler.of(taskType, input, function, MAPPER));
    }

    private void put(RegisteredHandler handler) {
        handlers.removeIf(other -> other.taskType().equals(handler.taskType()));
        handlers.add(handler);
    }

    /** What inputs are read and outputs are written with. */
    public ObjectMapper mapper() {
        return MAPPER;
    }

    /** In the order in which they came. */
    public List<String> taskTypes() {
        return handlers.stream().map(RegisteredHandler::taskType).toList();
    }

    /**
     * Has a task done.
     *
     * @return empty when its handler has left it to somebody else
     * @throws IllegalArgumentException if nobody does such tasks
     */
    public Optional<TaskReport> call(LeasedTask task) {
        RegisteredHandler handler = handlers.stream()
                .filter(one -> one.taskType().equals(task.taskType()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Nobody does '" + task.taskType() + "'"));
        TaskLease lease = new TaskLease(() -> 0L, LEASE.toNanos(), () -> {});
        CompletableFuture<Optional<TaskReport>> reported = new CompletableFuture<>();
        runner.start(runner.prepare(task, handler, lease), reported::complete);
        return reported.join();
    }
}
