package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** Watches whose runs have all been looked at. By the primary key. */
public final class DeleteWatches {

    private static final NamedSql SQL = NamedSql.of("""
            DELETE FROM lease_watches WHERE watch_id = ANY (:ids)
            """);

    private DeleteWatches() {}

    /** @return how many there were; another server may have been faster */
    public static int run(Connection connection, Collection<Long> watchIds) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bindColumn("ids", ArrayType.INT8, watchIds, id -> id)
                    .update();
        }
    }
}
