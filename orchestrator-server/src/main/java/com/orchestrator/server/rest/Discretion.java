package com.orchestrator.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.TaskExecution;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.auth.Whereabouts;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What of leases is shown to whom. Who may operate sees who holds one and under which token; nobody else has use for it. A caller's own
 * workers go by the names that they have given themselves.
 */
public final class Discretion {

    private static final List<String> OF_LEASES = List.of("workerId", "fenceToken");

    /** What the actor of an event begins with when it is a worker. */
    private static final String WORKER = "worker:";

    private final Caller caller;
    private final boolean isOperator;

    private Discretion(Caller caller, boolean isOperator) {
        this.caller = caller;
        this.isOperator = isOperator;
    }

    /** Towards a caller, about runs of a namespace. */
    public static Discretion towards(Caller caller, String namespace) {
        return new Discretion(caller, caller.mayIn(namespace, Role.OPERATOR));
    }

    /** Towards a caller, about one run; where it is, is asked only when it matters. */
    static Discretion towards(Caller caller, UUID instanceId, Whereabouts whereabouts) {
        boolean isOperator = caller.namespacesFor(Role.OPERATOR)
                .map(bound -> !bound.isEmpty()
                        && whereabouts.ofRun(instanceId).filter(bound::contains).isPresent())
                .orElse(true);
        return new Discretion(caller, isOperator);
    }

    TaskExecution shown(TaskExecution attempt) {
        return isOperator ? attempt.withWorkerNames(caller::shown) : attempt.withoutLease();
    }

    /** An event of a run's history. */
    public HistoryEntry shown(HistoryEntry event) {
        return isOperator
                ? event
                : new HistoryEntry(
                        event.sequenceNumber(),
                        event.type(),
                        event.at(),
                        event.taskId(),
                        event.iteration(),
                        event.executionId(),
                        event.attempt(),
                        null,
                        withoutName(event.actor()),
                        withoutLease(event.data()));
    }

    /** A worker is one, whichever it is; people are named. */
    private static @Nullable String withoutName(@Nullable String actor) {
        return actor != null && actor.startsWith(WORKER) ? "worker" : actor;
    }

    /** Why a run does not go on. */
    Explanation shown(Explanation explanation) {
        return isOperator
                ? explanation
                : explanation.with(explanation.reasons().stream()
                        .map(Discretion::withoutWorker)
                        .toList());
    }

    private static Reason withoutWorker(Reason reason) {
        String worker = reason.workerId();
        return worker == null ? reason : reason.withoutWorker("worker " + worker, "a worker");
    }

    private static JsonNode withoutLease(JsonNode data) {
        return data instanceof ObjectNode fields ? fields.deepCopy().without(OF_LEASES) : data;
    }
}
