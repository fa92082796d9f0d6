package com.orchestrator.server.auth;

import java.util.Optional;

/** Where something is that somebody asks about. */
public sealed interface Place {

    /** In no namespace: the API itself, or many things of which each is looked at by itself. */
    Place API = Common.API;

    /** Shared by all namespaces. */
    Place SERVER = Common.SERVER;

    /** There is no such thing. */
    Place NOWHERE = Common.NOWHERE;

    /** The namespace of jobs. */
    Place JOBS = in("jobs");

    /** The namespace of what extract-and-load jobs run. */
    Place ETL = in("etl");

    /** In a namespace; that there is one is not said. */
    static Place in(String namespace) {
        return new Within(namespace);
    }

    /** The namespace it is in, if it is in one. */
    default Optional<String> namespace() {
        return this instanceof Within within ? Optional.of(within.name()) : Optional.empty();
    }

    /** In one. */
    record Within(String name) implements Place {}

    /** In none. */
    enum Common implements Place {
        API,
        SERVER,
        NOWHERE
    }
}
