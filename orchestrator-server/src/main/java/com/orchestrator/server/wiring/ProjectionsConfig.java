package com.orchestrator.server.wiring;

import com.orchestrator.projections.tables.TableNames;

/**
 * Where the tables of projections are that this server tells of: in its own database, unless it is said to be another PostgreSQL.
 *
 * @param schema that the migration was made with
 * @param runOutcomes whether the server runs the projection of its own
 */
record ProjectionsConfig(String url, String username, String password, String schema, boolean runOutcomes) {

    TableNames tables() {
        return TableNames.DEFAULT.withSchema(schema);
    }

    /** For people, without what may be secret in an address. */
    String where() {
        return "the schema " + schema + " of " + url.replaceAll("\\?.*", "");
    }
}
