package com.orchestrator.server.auth;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose a queue is: the namespace's in front of its first colon, as in {@code shop:inventory}; one without a colon is shared by all.
 * So nobody has to look anywhere to know (ADR 57).
 */
public final class Queues {

    private Queues() {}

    /** The namespace it belongs to; empty when it is shared. */
    static Optional<String> owner(String queue) {
        int colon = queue.indexOf(':');
        return colon <= 0 ? Optional.empty() : Optional.of(queue.substring(0, colon));
    }

    /** Where a request is that names them: in the namespace that all of them belong to, if there is one. */
    public static Place place(Collection<String> queues) {
        Set<Optional<String>> owners = queues.stream().map(Queues::owner).collect(Collectors.toSet());
        return owners.size() == 1 ? owners.iterator().next().map(Place::in).orElse(Place.API) : Place.API;
    }

    /** Whether this caller may do it with one of these queues; with those that are shared, who may everywhere. */
    public static boolean mayWith(Caller caller, Role wanted, Collection<String> queues) {
        return caller.mayEverywhere(wanted)
                || queues.stream()
                        .flatMap(queue -> owner(queue).stream())
                        .anyMatch(owner -> caller.mayIn(owner, wanted));
    }

    /**
     * That a worker may take from them: one that is bound to namespaces would be given tasks of others by a queue that is shared.
     *
     * @throws OrchestratorException {@code FORBIDDEN} for a shared queue, {@code NOT_FOUND} for one of another namespace
     */
    public static void requireTaking(Caller caller, Collection<String> queues) {
        if (!caller.mayEverywhere(Role.WORKER)) {
            queues.forEach(queue ->
                    Access.require(caller, Role.WORKER, owner(queue).orElseThrow(() -> shared(caller, queue))));
        }
    }

    private static OrchestratorException shared(Caller caller, String queue) {
        return new OrchestratorException(
                ErrorCode.FORBIDDEN,
                "Queue '" + queue + "' is shared by all namespaces, and token '" + caller.name()
                        + "' is bound to some: have tasks say 'queue: NAMESPACE:" + queue + "' and ask for that");
    }

    /**
     * That work may be put into them: what is shared is for all, what belongs to a namespace is for those who operate there.
     *
     * @throws OrchestratorException {@code NOT_FOUND} for one of another namespace
     */
    public static void requirePutting(Caller caller, Collection<String> queues) {
        if (!caller.mayEverywhere(Role.OPERATOR)) {
            queues.forEach(queue -> owner(queue).ifPresent(owner -> Access.require(caller, Role.OPERATOR, owner)));
        }
    }
}
