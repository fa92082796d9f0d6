package com.orchestrator.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.orchestrator.api.model.TaskToken;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.TaskFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker in a process of its own. Writes every delivery and every effect to a ledger that the engine knows nothing of, and
 * stops at gates so that a test can kill somebody at a known moment. Arguments: server, ledger file, gate directory.
 */
public final class LedgerWorker {

    private final Path ledger;
    private final Path gates;

    private LedgerWorker(Path ledger, Path gates) {
        this.ledger = ledger;
        this.gates = gates;
    }

    public static void main(String[] arguments) throws InterruptedException {
        LedgerWorker worker = new LedgerWorker(Path.of(arguments[1]), Path.of(arguments[2]));
        try (OrchestratorWorker running = OrchestratorWorker.connect(URI.create(arguments[0]))
                .handle("step", JsonNode.class, JsonNode.class, worker::step)
                .handle("undo", JsonNode.class, JsonNode.class, worker::undo)
                .handle("later", JsonNode.class, JsonNode.class, worker::later)
                .maxConcurrent(8)
                .start()) {
            running.awaitShutdown();
        }
    }

    /** Input: {@code gate} to wait at in the first attempt, {@code fail} to fail with. */
    private JsonNode step(JsonNode input, TaskContext context) throws IOException {
        record("begin", context);
        if (input.hasNonNull("gate") && context.attempt() == 1) {
            passGate(input.get("gate").asText());
        }
        if (input.hasNonNull("fail")) {
            throw TaskFailure.compensate(input.get("fail").asText());
        }
        record("effect", context);
        return JsonNodeFactory.instance.objectNode().put("did", context.taskId());
    }

    private JsonNode undo(JsonNode input, TaskContext context) throws IOException {
        record("begin", context);
        if (input.hasNonNull("gate")) {
            passGate(input.get("gate").asText());
        }
        record("effect", context);
        return JsonNodeFactory.instance.objectNode();
    }

    /** The first delivery is left to whoever reads the token in the ledger. Input: {@code within}, how long he has. */
    private JsonNode later(JsonNode input, TaskContext context) throws IOException {
        record("begin", context);
        context.log().info("attempt " + context.attempt());
        if (!Files.readString(ledger).contains("token " + context.idempotencyKey() + " ")) {
            TaskToken token =
                    context.completeLater(Duration.parse(input.get("within").asText()));
            write("token " + context.idempotencyKey() + " " + token);
        } else {
            record("effect", context);
        }
        return JsonNodeFactory.instance.objectNode().put("did", context.taskId());
    }

    private void record(String what, TaskContext context) throws IOException {
        write(what + " " + context.idempotencyKey() + " " + context.attempt());
    }

    private void write(String line) throws IOException {
        Files.writeString(ledger, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void passGate(String name) {
        while (!Files.exists(gates.resolve(name))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
