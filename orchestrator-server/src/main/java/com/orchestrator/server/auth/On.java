package com.orchestrator.server.auth;

import com.orchestrator.api.model.TaskToken;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What an operation is about, and by which part of its address the namespace of that is found. */
public enum On {
    /** The API itself, and nothing of anybody. */
    API((path, where) -> Place.API),
    /** What all namespaces have in common: limits, figures, settings. For those who may do it everywhere. */
    SERVER((path, where) -> Place.SERVER),
    /** The namespace that the address names. */
    NAMESPACE((path, where) -> Place.in(path.apply("namespace"))),
    RUN((path, where) -> found(path.apply("instanceId"), where::ofRun)),
    ATTEMPT((path, where) -> found(path.apply("executionId"), where::ofAttempt)),
    TASK_TOKEN((path, where) -> ofToken(path.apply("token"), where)),
    INCIDENT((path, where) -> found(path.apply("incidentId"), where::ofIncident)),
    /** A queue, which belongs to the namespace in front of its colon, or to the server. */
    QUEUE((path, where) -> Queues.owner(path.apply("queue")).map(Place::in).orElse(Place.SERVER)),
    /** A token, which belongs to the namespace behind its {@code @}, or to the server. */
    TOKEN((path, where) -> TokenName.placeOf(path.apply("tokenName"))),
    /** Jobs have a namespace of their own. */
    JOBS((path, where) -> Place.JOBS),
    /** So has what extract-and-load jobs do. */
    ETL((path, where) -> Place.ETL),
    /** Things of many namespaces, of which the resource shows what the caller may see. */
    VISIBLE((path, where) -> Place.API),
    /** The body says it, so the resource asks {@link Access} when it has read that. */
    BODY((path, where) -> Place.API);

    private final Locator locator;

    @FunctionalInterface
    private interface Locator {
        Place locate(UnaryOperator<String> path, Whereabouts where);
    }

    On(Locator locator) {
        this.locator = locator;
    }

    /** @param path variables of the address by their names */
    Place locate(UnaryOperator<String> path, Whereabouts where) {
        return locator.locate(path, where);
    }

    /** The same as far as the address says it, without a look anywhere. */
    Place named(UnaryOperator<String> path) {
        return switch (this) {
            case NAMESPACE -> Place.in(path.apply("namespace"));
            case QUEUE -> Queues.place(List.of(path.apply("queue")));
            case JOBS -> Place.JOBS;
            case ETL -> Place.ETL;
            default -> Place.API;
        };
    }

    private static Place found(String id, Function<UUID, Optional<String>> where) {
        try {
            return where.apply(UUID.fromString(id)).map(Place::in).orElse(Place.NOWHERE);
        } catch (IllegalArgumentException notAnId) {
            return Place.NOWHERE;
        }
    }

    private static Place ofToken(String token, Whereabouts where) {
        try {
            return where.ofAttempt(TaskToken.parse(token).executionId())
                    .map(Place::in)
                    .orElse(Place.NOWHERE);
        } catch (IllegalArgumentException notAToken) {
            return Place.NOWHERE;
        }
    }
}
