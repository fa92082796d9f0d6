package com.orchestrator.examples.ordersaga;

import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.WorkerBuilder;
import java.net.URI;

/** Does the work of {@code order-saga.yaml}: {@code OrderSagaWorker [server]}, else {@code ORCHESTRATOR_URL}. */
public final class OrderSagaWorker {

    private OrderSagaWorker() {}

    public static void main(String[] arguments) throws InterruptedException {
        WorkerBuilder builder = arguments.length == 0
                ? OrchestratorWorker.fromEnvironment()
                : OrchestratorWorker.connect(URI.create(arguments[0]));
        try (OrchestratorWorker worker = builder.name("order-saga")
                .handlers(new OrderTasks(System.out::println))
                .onFailure((task, failure) -> System.out.println("failed    " + task.runId() + " " + failure.code()))
                .start()) {
            System.out.println("worker    " + worker.workerId() + " is ready");
            worker.awaitShutdown();
        }
    }
}
