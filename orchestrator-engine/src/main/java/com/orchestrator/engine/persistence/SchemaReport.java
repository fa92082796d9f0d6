package com.orchestrator.engine.persistence;

import java.util.List;
import java.util.Optional;

/**
 * How the tables in a database stand.
 *
 * @param place host, port and name of the database
 * @param version they are at; empty when there are none
 * @param known the version that this build works with
 * @param pending migrations between the two, in order, as version and name
 */
public record SchemaReport(String place, Optional<String> version, String known, List<String> pending) {

    public SchemaReport {
        pending = List.copyOf(pending);
    }
}
