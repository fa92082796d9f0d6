package com.orchestrator.router;

import com.orchestrator.api.model.Priority;
import java.util.Arrays;
import java.util.Locale;

/** Where a job's priority puts it. */
public enum JobClass {
    HIGH(10, Priority.P0, 10),
    MEDIUM(5, Priority.P1, 5),
    LOW(0, Priority.P2, 1);

    private final int from;
    private final Priority ring;
    private final int messagePriorityMax;

    JobClass(int from, Priority ring, int messagePriorityMax) {
        this.from = from;
        this.ring = ring;
        this.messagePriorityMax = messagePriorityMax;
    }

    public static JobClass of(int priority) {
        if (priority >= HIGH.from) {
            return HIGH;
        }
        return priority >= MEDIUM.from ? MEDIUM : LOW;
    }

    /** That which a queue of the router is for. */
    public static JobClass ofQueue(String queue) {
        return Arrays.stream(values())
                .filter(jobs -> jobs.queue().equals(queue))
                .findFirst()
                .orElse(LOW);
    }

    /** The priority of a job of which nothing more is known. */
    public int from() {
        return from;
    }

    /** Of the engine. */
    public Priority ring() {
        return ring;
    }

    /** The queue of the broker, and that of the engine which feeds it. */
    public String queue() {
        return "job." + name().toLowerCase(Locale.ROOT);
    }

    /** Of the queue's declaration. */
    public int messagePriorityMax() {
        return messagePriorityMax;
    }

    /** The broker orders what is above its maximum as the maximum and keeps the number; one number for both is better. */
    public int messagePriority(int priority) {
        return Math.max(0, Math.min(priority, messagePriorityMax));
    }
}
