package com.orchestrator.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.outbox.relay.Destination;
import com.orchestrator.outbox.relay.Message;
import com.orchestrator.outbox.relay.RunName;
import com.orchestrator.outbox.relay.Verdict;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorProblemException;
import com.orchestrator.worker.WorkflowStart;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** A server, over HTTP. Its run ids and signal ids are what makes handing over twice the same as once. */
public final class ServerDestination implements Destination {

    private static final ObjectMapper LABELS = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final int NOT_FOUND = 404;
    private static final int UNAUTHENTICATED = 401;

    private final OrchestratorClient server;

    private ServerDestination(OrchestratorClient server) {
        this.server = server;
    }

    /** The server of this client, which starts and signals as the client's token may. */
    public static ServerDestination of(OrchestratorClient server) {
        return new ServerDestination(server);
    }

    @Override
    public Verdict handOver(Message message) {
        try {
            return message.signal() == null ? start(message) : signal(message, message.signal());
        } catch (OrchestratorProblemException refusal) {
            return Verdict.ofRefusal(message, code(refusal), refusal.detail(), refusal.isRetryable());
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
            return Verdict.noRun(message);
        }
        server.signal(runs.get(0).instanceId(), signal.name(), signal.id(), message.payload());
        return Verdict.HANDED_OVER;
    }

    /** Also of an answer that was not the server's own. */
    private static String code(OrchestratorProblemException refusal) {
        return switch (refusal.status()) {
            case UNAUTHENTICATED -> "UNAUTHENTICATED";
            case NOT_FOUND -> "NOT_FOUND";
            default -> refusal.code();
        };
    }
}
