package com.orchestrator.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorProblemException;
import com.orchestrator.worker.WorkflowStart;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A server, over HTTP. Its run ids and signal ids are what makes handing over twice the same as once. */
final class ServerDestination implements Destination {

    /** What changes by itself, or because somebody does something elsewhere. */
    private static final Set<String> PASSING = Set.of(
            "WORKFLOW_PAUSED",
            "CONCURRENCY_LIMIT",
            "SET_ASIDE",
            "TOO_MANY_REQUESTS",
            "QUOTA_EXCEEDED",
            "FORBIDDEN",
            "INTERNAL");

    private static final ObjectMapper LABELS = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final int NOT_FOUND = 404;
    private static final int UNAUTHENTICATED = 401;

    private final OrchestratorClient server;

    ServerDestination(OrchestratorClient server) {
        this.server = server;
    }

    @Override
    public Verdict handOver(Message message) {
        try {
            return message.signal() == null ? start(message) : signal(message, message.signal());
        } catch (OrchestratorProblemException refusal) {
            return verdict(message, refusal);
        } catch (JsonProcessingException noTexts) {
            return Verdict.refused("LABELS_INVALID", "The labels are no object of texts: " + message.labels());
        } catch (UncheckedIOException nobodyAnswers) {
            return Verdict.unreachable("UNREACHABLE", String.valueOf(nobodyAnswers.getMessage()));
        }
    }

    private Verdict start(Message message) throws JsonProcessingException {
        RunName run = message.run();
        WorkflowStart start = server.workflow(run.namespace(), run.workflow())
                .runId(run.runId())
                .input(message.payload());
        if (message.labels() != null) {
            LABELS.readValue(message.labels(), TEXTS).forEach(start::label);
        }
        if (message.revision() != null) {
            start.revision(message.revision());
        }
        start.start(Object.class);
        return Verdict.HANDED_OVER;
    }

    private Verdict signal(Message message, Message.Signal signal) {
        RunName name = message.run();
        List<WorkflowInstance> runs = server.runs()
                .namespace(name.namespace())
                .workflow(name.workflow())
                .runId(name.runId())
                .first(1);
        if (runs.isEmpty()) {
            return Verdict.putOff("RUN_NOT_FOUND", "There is no run " + name.runId() + " of " + name.workflow());
        }
        server.signal(runs.get(0).instanceId(), signal.name(), signal.id(), message.payload());
        return Verdict.HANDED_OVER;
    }

    private static Verdict verdict(Message message, OrchestratorProblemException refusal) {
        if (refusal.status() == UNAUTHENTICATED || isOfTheServer(refusal)) {
            return Verdict.unreachable(refusal.code(), refusal.detail());
        }
        boolean isUnknownYet = refusal.status() == NOT_FOUND && message.signal() == null;
        return isUnknownYet || PASSING.contains(refusal.code())
                ? Verdict.putOff(refusal.code(), refusal.detail())
                : Verdict.refused(refusal.code(), refusal.detail());
    }

    /** A fault that the server has met with this very message is not one of the server. */
    private static boolean isOfTheServer(OrchestratorProblemException refusal) {
        return refusal.isRetryable() && !PASSING.contains(refusal.code());
    }
}
