package com.orchestrator.api.definition;

import com.orchestrator.api.model.Priority;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code task}: work that a worker does. */
public final class TaskStep extends Step<TaskStep> {

    private final WorkFields work;

    TaskStep(JsonObject fields, String type) {
        super(fields);
        this.work = new WorkFields(fields, type);
    }

    TaskStep(JsonObject fields, String expression, List<String> types) {
        super(fields);
        this.work = new WorkFields(fields, expression, types);
    }

    @Override
    TaskStep self() {
        return this;
    }

    /** Where workers look for it; the type of the task when not said. */
    public TaskStep queue(String queue) {
        work.queue(queue);
        return this;
    }

    /** A queue that an expression chooses when the task starts, from those that are named. */
    public TaskStep queueOf(String expression, String... queues) {
        work.queueOf(expression, List.of(queues));
        return this;
    }

    /** The whole input: anything Jackson can write, texts may contain <code>${ expressions }</code>. */
    public TaskStep input(@Nullable Object input) {
        work.input(input);
        return this;
    }

    /** One field of the input. */
    public TaskStep input(String key, @Nullable Object value) {
        work.input(key, value);
        return this;
    }

    /** A policy by its name, see {@link WorkflowBuilder#useRetry}. */
    public TaskStep retry(String name) {
        work.retry(name);
        return this;
    }

    public TaskStep retry(Consumer<? super Retry> retry) {
        work.retry(retry);
        return this;
    }

    public TaskStep timeouts(Consumer<? super Timeouts> timeouts) {
        work.timeouts(timeouts);
        return this;
    }

    /** Wins over the priority of the run. */
    public TaskStep priority(Priority priority) {
        fields().put("priority", priority.name());
        return this;
    }

    /** Workload whose budget it is of. */
    public TaskStep budget(String workload) {
        new ControlFields(fields()).budget(workload);
        return this;
    }

    /** Whose share of the queue it takes. */
    public TaskStep fairness(String key) {
        return fairness(key, plain -> {});
    }

    public TaskStep fairness(String key, Consumer<? super Fairness> more) {
        new ControlFields(fields()).fairness(key, more);
        return this;
    }

    /** So many attempts in a time. */
    public TaskStep rateLimit(int count, Duration per) {
        return rateLimit(count, per, plain -> {});
    }

    public TaskStep rateLimit(int count, Duration per, Consumer<? super RateLimit> more) {
        new ControlFields(fields()).rateLimit(count, per, more);
        return this;
    }

    /** At most so many attempts of the task at once. */
    public TaskStep concurrency(int max) {
        fields().begin("concurrency").put("max", max);
        return this;
    }

    /** At most so many attempts of the task at once, for each key. */
    public TaskStep concurrency(int max, String key) {
        JsonObject concurrency = fields().begin("concurrency");
        concurrency.put("max", max);
        concurrency.putText("key", key);
        return this;
    }

    /** What it does to the world outside; follows from the rest when not said. */
    public TaskStep effect(Effect effect) {
        fields().put("effect", effect.word());
        return this;
    }

    /** No undo can take it back. */
    public TaskStep irreversible() {
        fields().put("irreversible", true);
        return this;
    }

    /** The type of the work that undoes this task. */
    public TaskStep compensate(String type) {
        return compensate(type, plain -> {});
    }

    public TaskStep compensate(String type, Consumer<? super Compensation> more) {
        more.accept(new Compensation(fields().begin("compensate"), type));
        return this;
    }

    /** What follows an attempt whose worker fell silent, ran out of time or cannot tell whether it happened. */
    public TaskStep onUnknown(OnUnknown choice) {
        fields().putText("onUnknown", choice.word());
        return this;
    }

    /** After such an attempt, work of this type finds out whether it happened. */
    public TaskStep verify(String type) {
        return verify(type, plain -> {});
    }

    public TaskStep verify(String type, Consumer<? super Probe> more) {
        fields().putText("onUnknown", "verify");
        more.accept(new Probe(fields().begin("probe"), type));
        return this;
    }
}
