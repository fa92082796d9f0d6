package com.orchestrator.examples.springboot;

import com.orchestrator.worker.Compensates;
import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.TaskHandler;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Keeps what is reserved. */
@Component
class Stock {

    record Reservation(String reservationId) {}

    private final Set<String> reserved = ConcurrentHashMap.newKeySet();

    @TaskHandler("stock.reserve")
    Reservation reserve(TaskContext task) {
        reserved.add(task.runId());
        return new Reservation(task.runId());
    }

    @TaskHandler("stock.release")
    @Compensates("stock.reserve")
    void release(TaskContext task) {
        reserved.remove(task.runId());
    }

    boolean isReserved(String orderId) {
        return reserved.contains(orderId);
    }
}
