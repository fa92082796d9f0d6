package ${package};

import com.orchestrator.worker.OrchestratorWorker;

/** Takes the work of orders from the server that the environment names. */
public final class OrderWorker {

    private OrderWorker() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (OrchestratorWorker worker = OrchestratorWorker.fromEnvironment()
                .name("order-worker")
                .handlers(new OrderTasks())
                .start()) {
            worker.awaitShutdown();
        }
    }
}
