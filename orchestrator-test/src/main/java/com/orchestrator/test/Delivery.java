package com.orchestrator.test;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.LeasedTask;
import java.time.Instant;
import java.util.UUID;

/**
 * One time that a task was handed to a worker.
 *
 * @param number from 1, in the order in which they were handed out
 * @param name of the task: {@code charge}, {@code charge#2} inside of a map, {@code charge:undo} for its undo, {@code charge:probe} for the
 *     question whether it happened
 * @param idempotencyKey what its handler was given
 * @param outcome what became of it, in words
 * @param succeeded whether the engine has taken its success
 */
public record Delivery(
        int number,
        UUID instanceId,
        String name,
        String taskType,
        int attempt,
        String idempotencyKey,
        Instant at,
        String outcome,
        boolean succeeded) {

    static Delivery of(int number, LeasedTask task, Instant at) {
        return new Delivery(
                number,
                task.instanceId(),
                nameOf(task),
                task.taskType(),
                task.attempt(),
                task.idempotencyKey(),
                at,
                "",
                false);
    }

    private static String nameOf(LeasedTask task) {
        String suffix = task.kind() == ExecutionKind.ACTION
                ? ""
                : task.kind() == ExecutionKind.COMPENSATION ? ":undo" : ":probe";
        return task.taskId() + (task.iteration() == null ? "" : "#" + task.iteration()) + suffix;
    }

    Delivery ended(String words, boolean isTaken) {
        return new Delivery(
                number, instanceId, name, taskType, attempt, idempotencyKey, at, words, succeeded || isTaken);
    }

    boolean isForward() {
        return !name.endsWith(":undo") && !name.endsWith(":probe");
    }

    boolean isOf(String nameOrType) {
        return name.equals(nameOrType) || taskType.equals(nameOrType);
    }
}
