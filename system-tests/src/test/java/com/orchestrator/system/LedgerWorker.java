package com.orchestrator.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.TaskFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    private void record(String what, TaskContext context) throws IOException {
        String line = what + " " + context.idempotencyKey() + " " + context.attempt() + "\n";
        Files.writeString(ledger, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void passGate(String name) {
        while (!Files.exists(gates.resolve(name))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
