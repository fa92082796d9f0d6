package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.ClaimKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** What runs give back, or no longer wait for. Nobody else deletes these rows, so no lock is needed. */
public final class DeleteClaims {

    private static final NamedSql SQL = NamedSql.of("""
            DELETE FROM claims c
            USING unnest(:names, :instances) AS gone (name, instance_id)
            WHERE c.name = gone.name AND c.instance_id = gone.instance_id
            """);

    private DeleteClaims() {}

    public static void run(Connection connection, Collection<ClaimKey> keys) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn("names", ArrayType.TEXT, keys, ClaimKey::name);
            statement.bindColumn("instances", ArrayType.UUID, keys, ClaimKey::instanceId);
            statement.update();
        }
    }
}
