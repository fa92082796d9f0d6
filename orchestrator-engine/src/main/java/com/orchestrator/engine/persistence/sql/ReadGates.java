package com.orchestrator.engine.persistence.sql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Who holds names and who waits for them, the first of each. Reads the index of lines. */
public final class ReadGates {

    private static final int MAX = 100;

    private static final NamedSql SQL = NamedSql.of("""
            SELECT wanted.name,
                (SELECT count(*) FROM claims c WHERE c.name = wanted.name AND c.held) AS used,
                ARRAY(SELECT c.instance_id FROM claims c WHERE c.name = wanted.name AND c.held
                      ORDER BY c.seq LIMIT :max) AS holders,
                ARRAY(SELECT c.instance_id FROM claims c WHERE c.name = wanted.name AND NOT c.held
                      ORDER BY c.seq LIMIT :max) AS line
            FROM unnest(:names) AS wanted (name)
            """);

    /** One name. */
    public record GateRow(String name, int used, List<UUID> holders, List<UUID> line) {}

    private ReadGates() {}

    public static List<GateRow> run(Connection connection, Collection<String> names) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bindColumn("names", ArrayType.TEXT, names, name -> name)
                    .bind("max", MAX)
                    .list(row -> new GateRow(
                            row.getString("name"),
                            row.getInt("used"),
                            ids(row.getArray("holders")),
                            ids(row.getArray("line"))));
        }
    }

    private static List<UUID> ids(Array array) throws SQLException {
        return List.of((UUID[]) array.getArray());
    }
}
