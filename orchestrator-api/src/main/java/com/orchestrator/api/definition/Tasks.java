package com.orchestrator.api.definition;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A list of tasks: the workflow's, a case's, a branch's, an item's or a turn's. Each waits for the one before it unless it says
 * {@link Step#dependsOn}. Ids are unique in the whole workflow.
 *
 * @param <S> the type whose methods are chained
 */
public abstract class Tasks<S extends Tasks<S>> {

    private final TaskList list;

    Tasks(TaskList list) {
        this.list = list;
    }

    abstract S self();

    TaskList list() {
        return list;
    }

    /** Work of the given type, done by a worker. */
    public S task(String id, String type) {
        return task(id, type, plain -> {});
    }

    public S task(String id, String type, Consumer<? super TaskStep> more) {
        return add(new TaskStep(list.begin(id), type), more);
    }

    /** Work of a type that an expression chooses when the task starts, from those that are named. */
    public S taskOf(String id, String expression, List<String> types, Consumer<? super TaskStep> more) {
        return add(new TaskStep(list.begin(id), expression, types), more);
    }

    /** {@code switch}: the first case whose condition holds. */
    public S choose(String id, Consumer<? super SwitchStep> cases) {
        return add(new SwitchStep(list.begin(id), list), cases);
    }

    /** Branches that run side by side. */
    public S parallel(String id, Consumer<? super ParallelStep> branches) {
        return add(new ParallelStep(list.begin(id), list), branches);
    }

    /** A list of tasks for each item of a list: of any JSON list, or of what an expression gives. */
    public S map(String id, @Nullable Object items, Consumer<? super MapStep> more) {
        return add(new MapStep(list.begin(id), list, items), more);
    }

    /** {@code loop}: tasks that are done again and again. */
    public S loop(String id, Consumer<? super LoopStep> more) {
        return add(new LoopStep(list.begin(id), list), more);
    }

    /** {@code do}: tasks under one name, that fail and are handled as one. */
    public S block(String id, Consumer<? super DoStep> more) {
        return add(new DoStep(list.begin(id), list), more);
    }

    /** Tasks that run while their run holds semantic locks. */
    public S withLock(String id, Consumer<? super WithLockStep> more) {
        return add(new WithLockStep(list.begin(id), list), more);
    }

    /** Runs another workflow as a run of its own. */
    public S workflow(String id, String name) {
        return workflow(id, name, plain -> {});
    }

    public S workflow(String id, String name, Consumer<? super ChildStep> more) {
        return add(new ChildStep(list.begin(id), name), more);
    }

    /** Waits for a signal from outside. */
    public S signal(String id, String name) {
        return signal(id, name, plain -> {});
    }

    public S signal(String id, String name, Consumer<? super SignalStep> more) {
        return add(new SignalStep(list.begin(id), name), more);
    }

    /** {@code wait: 5m}. */
    public S wait(String id, Duration time) {
        return wait(id, wait -> wait.time(time));
    }

    public S wait(String id, Consumer<? super WaitStep> more) {
        return add(new WaitStep(list.begin(id)), more);
    }

    /** Sets one variable, which expressions see as {@code vars.<name>}. */
    public S set(String id, String name, @Nullable Object value) {
        return set(id, set -> set.variable(name, value));
    }

    public S set(String id, Consumer<? super SetStep> variables) {
        return add(new SetStep(list.begin(id)), variables);
    }

    /** Fails the workflow. */
    public S fail(String id, String code) {
        return fail(id, code, plain -> {});
    }

    public S fail(String id, String code, Consumer<? super FailStep> more) {
        return add(new FailStep(list.begin(id), code), more);
    }

    /** {@code return}: completes the workflow with this output, whatever is not done yet. */
    public S returns(String id, @Nullable Object output) {
        return returns(id, output, plain -> {});
    }

    public S returns(String id, @Nullable Object output, Consumer<? super ReturnStep> more) {
        return add(new ReturnStep(list.begin(id), output), more);
    }

    /** {@code emit}: tells streams and webhooks that something has happened. */
    public S emit(String id, String event) {
        return emit(id, event, plain -> {});
    }

    public S emit(String id, String event, Consumer<? super EmitStep> more) {
        return add(new EmitStep(list.begin(id), event), more);
    }

    private <T extends Step<T>> S add(T step, Consumer<? super T> more) {
        step.standsIn(list);
        more.accept(step);
        return self();
    }
}
