package com.orchestrator.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.WorkflowState;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/**
 * What a run is to have become. Tasks go by their ids, undos as {@code charge:undo}, tasks of maps as {@code charge#2}. What does not hold is
 * said together with all that has happened to the run.
 */
public final class RunAssert extends AbstractAssert<RunAssert, TestRun> {

    RunAssert(TestRun run) {
        super(run, RunAssert.class);
    }

    public RunAssert isCompleted() {
        return hasState(WorkflowState.COMPLETED);
    }

    /** Rolled back: everything that may have happened is undone. */
    public RunAssert isCompensated() {
        return hasState(WorkflowState.COMPENSATED);
    }

    /** Ended by a failure, with nothing undone. */
    public RunAssert isFailed() {
        return hasState(WorkflowState.FAILED);
    }

    public RunAssert hasState(WorkflowState state) {
        if (actual.state() != state) {
            throw wrong("to be %s, but it is %s", state, actual.state());
        }
        return this;
    }

    /** Why it has failed or was rolled back. */
    public RunAssert hasErrorCode(String code) {
        String is = actual.cause().map(cause -> cause.code()).orElse("none");
        if (!is.equals(code)) {
            throw wrong("to have the error code %s, but it has %s", code, is);
        }
        return this;
    }

    /** By a JSON Pointer, for example {@code /chargeId}; numbers and texts by what JSON writes. */
    public RunAssert hasOutput(String pointer, Object value) {
        JsonNode is = actual.output().at(pointer);
        String text = is.isTextual() ? is.textValue() : is.toString();
        if (!text.equals(String.valueOf(value))) {
            throw wrong("to end with %s as %s, but it is %s", value, pointer, is);
        }
        return this;
    }

    /** These have succeeded, and nothing else, in this order. */
    public RunAssert tasksRan(String... names) {
        List<String> ran = succeeded();
        if (!ran.equals(List.of(names))) {
            throw wrong("to have done %s, but it has done %s", List.of(names), ran);
        }
        return this;
    }

    private List<String> succeeded() {
        return actual.deliveries().stream()
                .filter(Delivery::succeeded)
                .map(Delivery::name)
                .toList();
    }

    /** These were undone, and nothing else, in this order. */
    public RunAssert undid(String... tasks) {
        List<String> undone = succeeded().stream()
                .filter(name -> name.endsWith(":undo"))
                .map(name -> name.substring(0, name.length() - ":undo".length()))
                .toList();
        if (!undone.equals(List.of(tasks))) {
            throw wrong("to have undone %s, but it has undone %s", List.of(tasks), undone);
        }
        return this;
    }

    /** No worker was ever given one of these. */
    public RunAssert neverRan(String... names) {
        List<String> given = actual.deliveries().stream()
                .filter(delivery -> Set.of(names).contains(delivery.name()))
                .map(Delivery::name)
                .distinct()
                .toList();
        if (!given.isEmpty()) {
            throw wrong("never to have given %s to a worker, but it has given %s", List.of(names), given);
        }
        return this;
    }

    /** So often was it given to workers, whatever became of it. */
    public RunAssert wasDelivered(String name, int times) {
        long is = actual.deliveries().stream()
                .filter(delivery -> delivery.name().equals(name))
                .count();
        if (is != times) {
            throw wrong("to have given %s to a worker %s times, but it was %s", name, times, is);
        }
        return this;
    }

    /** Each task has one idempotency key over all its attempts, and no two have the same. */
    public RunAssert hasOneKeyForEachTask() {
        Set<String> pairs = actual.deliveries().stream()
                .map(delivery -> delivery.name() + " " + delivery.idempotencyKey())
                .collect(Collectors.toSet());
        long names = actual.deliveries().stream().map(Delivery::name).distinct().count();
        long keys = actual.deliveries().stream()
                .map(Delivery::idempotencyKey)
                .distinct()
                .count();
        if (pairs.size() != names || keys != names) {
            throw wrong("to have one idempotency key for each task, but there are %s", pairs);
        }
        return this;
    }

    private AssertionError wrong(String what, Object... values) {
        Object[] all = new Object[values.length + 2];
        all[0] = actual;
        System.arraycopy(values, 0, all, 1, values.length);
        all[all.length - 1] = actual.timeline();
        return super.failure("Expected run %s " + what + ".%nWhat has happened:%n%s", all);
    }
}
