package com.orchestrator.worker;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.TaskReport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an application has put around its handlers, and how many of them are at work. */
final class TaskHooks {

    private static final Logger LOG = Logs.of(TaskHooks.class);

    private final FailureListener failures;
    private final List<WorkerListener> listeners;
    private final TaskInterceptor interceptor;
    private final AtomicInteger running = new AtomicInteger();

    TaskHooks(FailureListener failures, List<WorkerListener> listeners, TaskInterceptor interceptor) {
        this.failures = failures;
        this.listeners = listeners;
        this.interceptor = interceptor;
    }

    static TaskHooks none() {
        return new TaskHooks((task, failure) -> {}, List.of(), (task, inside) -> inside.call());
    }

    int running() {
        return running.get();
    }

    @Nullable
    Object invoke(TaskRun run, @Nullable Object input) throws Exception {
        TaskContext context = run.context();
        return interceptor.around(context, () -> run.handler().body().invoke(input, context));
    }

    /** Counts from now until there is a report, and says how it ended. */
    Consumer<Optional<TaskReport>> watching(TaskRun run, Consumer<Optional<TaskReport>> done) {
        running.incrementAndGet();
        long begun = System.nanoTime();
        return report -> {
            running.decrementAndGet();
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            String outcome = outcome(run, report);
            tell(listener -> listener.taskEnded(run.task(), outcome, took));
            done.accept(report);
        };
    }

    private static String outcome(TaskRun run, Optional<TaskReport> report) {
        if (run.lease().isLeft()) {
            return "left";
        }
        if (report.isEmpty()) {
            return "lost";
        }
        Failure failure = report.get().failure();
        return failure == null ? "succeeded" : failure.kind().wireName();
    }

    void leaseLost(LeasedTask task) {
        tell(listener -> listener.leaseLost(task));
    }

    void polled(int tasks, Duration took) {
        tell(listener -> listener.polled(tasks, took));
    }

    void failed(LeasedTask task, Failure failure) {
        guarded(() -> failures.onFailure(task, failure));
    }

    private void tell(Consumer<WorkerListener> what) {
        listeners.forEach(listener -> guarded(() -> what.accept(listener)));
    }

    private static void guarded(Runnable told) {
        try {
            told.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A listener of the worker failed", e);
        }
    }
}
