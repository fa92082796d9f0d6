package com.orchestrator.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.TaskReport;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs user code, and turns whatever comes out of it into a report. Never decides what happens to the report, and never
 * lets an exception of user code escape.
 */
final class TaskRunner {

    private static final Logger LOG = Logs.of(TaskRunner.class);

    private final Function<RegisteredHandler, Executor> threads;
    private final Executor callbacks;
    private final ObjectMapper mapper;
    private final FailureMapping failures;
    private final TaskHooks hooks;
    private final InstantSource clock;
    private final TaskLinks links;

    /**
     * @param threads what a handler runs on
     * @param callbacks other threads than the handlers', which may all be waiting to be told to stop
     */
    TaskRunner(
            Function<RegisteredHandler, Executor> threads,
            Executor callbacks,
            ObjectMapper mapper,
            TaskHooks hooks,
            InstantSource clock,
            TaskLinks links) {
        this.threads = threads;
        this.callbacks = callbacks;
        this.mapper = mapper;
        this.failures = new FailureMapping(mapper);
        this.hooks = hooks;
        this.clock = clock;
        this.links = links;
    }

    TaskRun prepare(LeasedTask task, RegisteredHandler handler, TaskLease lease) {
        return new TaskRun(task, handler, lease, new TaskContext(task, lease, mapper, clock, links));
    }

    /** @param done told exactly once, from any thread; without a report when there is nothing worth reporting */
    void start(TaskRun run, Consumer<Optional<TaskReport>> done) {
        threads.apply(run.handler()).execute(() -> execute(run, hooks.watching(run, done)));
    }

    /** Tells the handler to stop because it no longer speaks for its task. */
    void lose(TaskRun run) {
        runAll(run.lease().lose());
        run.interrupt();
        hooks.leaseLost(run.task());
    }

    void polled(WorkerWire.PollAnswer answer) {
        hooks.polled(answer.response().tasks().size(), Duration.ofNanos(answer.receivedAt() - answer.sentAt()));
    }

    void requestCancel(TaskRun run) {
        runAll(run.lease().requestCancel());
    }

    void tell(LeasedTask task, Failure failure) {
        callbacks.execute(() -> hooks.failed(task, failure));
    }

    private void runAll(List<Runnable> cancelCallbacks) {
        for (Runnable callback : cancelCallbacks) {
            callbacks.execute(() -> {
                try {
                    callback.run();
                } catch (RuntimeException e) {
                    LOG.log(Level.WARNING, "A cancel callback failed", e);
                }
            });
        }
    }

    private void execute(TaskRun run, Consumer<Optional<TaskReport>> done) {
        if (run.lease().isLost()) {
            done.accept(Optional.empty());
            return;
        }
        try {
            Object output = invoke(run);
            if (output instanceof CompletionStage<?> stage) {
                run.follow(stage).whenComplete((value, thrown) -> done.accept(outcome(run, value, thrown)));
            } else {
                done.accept(succeeded(run, output));
            }
        } catch (Throwable thrown) {
            done.accept(failed(run, thrown));
        }
    }

    private Optional<TaskReport> outcome(TaskRun run, @Nullable Object value, @Nullable Throwable thrown) {
        try {
            return thrown == null ? succeeded(run, value) : failed(run, thrown);
        } catch (Throwable broken) {
            return failed(run, broken);
        }
    }

    private @Nullable Object invoke(TaskRun run) throws Exception {
        Object input = readInput(run);
        run.enter();
        try {
            return hooks.invoke(run, input);
        } finally {
            run.leave();
        }
    }

    private @Nullable Object readInput(TaskRun run) {
        if (run.handler().inputType() == null) {
            return null;
        }
        try {
            Object input =
                    mapper.readValue(run.task().input().bytes(), run.handler().inputType());
            if (input == null) {
                throw TaskFailure.fatal("INPUT_UNREADABLE", "The input is null");
            }
            return input;
        } catch (IOException e) {
            throw TaskFailure.fatal("INPUT_UNREADABLE", e.getMessage());
        }
    }

    /**
     * A success is reported even when the lease is lost: the server decides by the fence, and keeps a late success so
     * that a rollback does not forget an effect that happened. Who has left the task to others has nothing to report.
     */
    private Optional<TaskReport> succeeded(TaskRun run, @Nullable Object output) {
        if (run.lease().isLeft()) {
            return Optional.empty();
        }
        LeasedTask task = run.task();
        try {
            Payload payload = Payload.ofJson(mapper.writeValueAsBytes(output));
            return Optional.of(TaskReport.success(task.executionId(), task.fenceToken(), payload));
        } catch (JsonProcessingException e) {
            // The effect has happened, so neither a retry nor "nothing happened" would be true.
            LOG.log(Level.ERROR, "The output of task " + task.idempotencyKey() + " cannot be written as JSON", e);
            String type = output == null ? "null" : output.getClass().getName();
            return failed(
                    run,
                    TaskFailure.suspend(
                            "OUTPUT_UNWRITABLE",
                            "A " + type + " cannot be written as JSON: " + e.getOriginalMessage()));
        }
    }

    /** What a handler throws after its lease was lost is the echo of the interrupt; the loss itself was told before. */
    private Optional<TaskReport> failed(TaskRun run, Throwable thrown) {
        if (run.lease().isLost()) {
            return Optional.empty();
        }
        Failure failure = failures.failure(thrown, run.handler(), run.lease());
        log(run.task(), failure, thrown);
        tell(run.task(), failure);
        return Optional.of(
                TaskReport.failure(run.task().executionId(), run.task().fenceToken(), failure));
    }

    /**
     * A failure the handler named is an answer like another: the run's history has it, so it is told here only to who asks.
     * Anything else comes with its stack trace.
     */
    private static void log(LeasedTask task, Failure failure, Throwable thrown) {
        if (FailureMapping.unwrap(thrown) instanceof TaskFailure || failure.kind() == FailureKind.CANCELLED) {
            LOG.log(Level.DEBUG, () -> message(task, failure));
        } else {
            LOG.log(Level.WARNING, message(task, failure), thrown);
        }
    }

    private static String message(LeasedTask task, Failure failure) {
        return "Task " + task.idempotencyKey() + " (" + task.taskType() + ", attempt " + task.attempt() + ") failed: "
                + failure.kind().wireName() + " " + failure.code();
    }
}
