package com.orchestrator.examples.firststeps;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.WorkflowHandle;
import com.orchestrator.worker.WorkflowResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Where an example plays.
 *
 * @param server it plays on
 * @param printer of what is to be seen
 */
record Stage(URI server, Consumer<String> printer) {

    static final String NAMESPACE = "first-steps";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** With the definitions registered that lie beside the classes. */
    OrchestratorClient clientWith(String... definitions) {
        OrchestratorClient client = OrchestratorClient.connect(server);
        for (String definition : definitions) {
            client.register(resource("/" + definition + ".yaml"), "application/yaml");
        }
        return client;
    }

    void print(String line) {
        printer.accept("  " + line);
    }

    /** Waits for the end of a run, and says what it was. */
    void printEnd(OrchestratorClient client, String runId, WorkflowHandle<?> run) {
        WorkflowResult result = client.result(run.instanceId(), PATIENCE);
        print(runId + " " + result.state() + (result.state() == WorkflowState.COMPLETED ? " " + result.output() : ""));
    }

    private static String resource(String name) {
        try (InputStream resource = Stage.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("There is no " + name);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
