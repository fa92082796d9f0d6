package com.orchestrator.examples.payaracdi;

import com.orchestrator.worker.Compensates;
import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.TaskHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what is reserved. */
@ApplicationScoped
public class Stock {

    private final Set<String> reserved = ConcurrentHashMap.newKeySet();

    /** @param doneBy the thread, which is one of the container's */
    public record Reservation(String reservationId, String doneBy) {}

    @TaskHandler("stock.reserve")
    public Reservation reserve(TaskContext task) {
        reserved.add(task.runId());
        return new Reservation(task.runId(), Thread.currentThread().getName());
    }

    @TaskHandler("stock.release")
    @Compensates("stock.reserve")
    void release(TaskContext task) {
        reserved.remove(task.runId());
    }
}
