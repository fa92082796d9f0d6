package com.orchestrator.examples.firststeps;

import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import java.util.Map;

/** One task, one worker, one run. */
final class Hello {

    record Person(String name) {}

    private Hello() {}

    static void play(Stage stage) {
        OrchestratorClient client = stage.clientWith("hello");
        OrchestratorWorker worker = OrchestratorWorker.connect(stage.server())
                .handle("hello.greet", Person.class, String.class, (person, task) -> "Hello, " + person.name())
                .start();
        try (worker) {
            stage.printEnd(
                    client,
                    "hello-1",
                    client.workflow(Stage.NAMESPACE, "hello")
                            .runId("hello-1")
                            .input(Map.of("name", "you"))
                            .start(Object.class));
        }
    }
}
