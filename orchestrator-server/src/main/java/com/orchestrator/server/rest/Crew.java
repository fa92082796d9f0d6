package com.orchestrator.server.rest;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Queues;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.auth.Whereabouts;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The workers of one caller: what they are called, where they may work, and what they have to do with. */
record Crew(Caller caller, Whereabouts whereabouts) {

    /** Whether they work for some namespaces alone. */
    boolean isBound() {
        return caller.isBound();
    }

    /** What the engine calls one of them. */
    String worker(String name) {
        return caller.worker(name);
    }

    void requireTaking(Collection<String> queues) {
        Queues.requireTaking(caller, queues);
    }

    /** @throws OrchestratorException {@code NOT_FOUND} for an attempt of another namespace, as for one that is not there */
    void requireOwn(UUID executionId) {
        if (!isOwn(executionId)) {
            throw new OrchestratorException(ErrorCode.NOT_FOUND, "There is no attempt " + executionId);
        }
    }

    private boolean isOwn(UUID executionId) {
        return !isBound()
                || whereabouts
                        .ofAttempt(executionId)
                        .filter(namespace -> caller.mayIn(namespace, Role.WORKER))
                        .isPresent();
    }

    /** Those that are about attempts of their namespaces. */
    <T> List<T> own(List<T> all, Function<T, UUID> attempt) {
        return all.stream().filter(one -> isOwn(attempt.apply(one))).toList();
    }

    /** They will soon say something about these. */
    void seen(List<LeasedTask> tasks) {
        if (isBound()) {
            tasks.forEach(task -> whereabouts.seen(task.instanceId(), task.namespace()));
        }
    }
}
