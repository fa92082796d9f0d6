package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Runs that are first in the line of a name that has room. Hops from name to name over the index of lines, so that a long line
 * costs no more than a short one.
 */
public final class FindAdmissible {

    private static final String FIRST = """
            CROSS JOIN LATERAL (
                SELECT c.instance_id FROM claims c
                WHERE c.name = line.name AND NOT c.held
                ORDER BY c.seq
                LIMIT GREATEST(0,
                    (SELECT w.room FROM claims w WHERE w.name = line.name AND NOT w.held ORDER BY w.seq LIMIT 1)
                    - (SELECT count(*) FROM claims h WHERE h.name = line.name AND h.held))) AS first
            """;

    private static final NamedSql OF_NAMES = NamedSql.of("""
            SELECT DISTINCT first.instance_id FROM unnest(:names) AS line (name)
            """ + FIRST);

    private static final NamedSql ALL = NamedSql.of("""
            WITH RECURSIVE line AS (
                (SELECT c.name FROM claims c WHERE NOT c.held ORDER BY c.name LIMIT 1)
                UNION ALL
                SELECT (SELECT c.name FROM claims c WHERE NOT c.held AND c.name > line.name ORDER BY c.name LIMIT 1)
                FROM line WHERE line.name IS NOT NULL
            )
            SELECT DISTINCT first.instance_id FROM line
            """ + FIRST + "LIMIT :limit");

    private FindAdmissible() {}

    /** Of these names. */
    public static List<UUID> of(Connection connection, Collection<String> names) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, OF_NAMES)) {
            return statement
                    .bindColumn("names", ArrayType.TEXT, names, name -> name)
                    .list(row -> row.getObject("instance_id", UUID.class));
        }
    }

    /** Of all names. */
    public static List<UUID> all(Connection connection, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, ALL)) {
            return statement.bind("limit", limit).list(row -> row.getObject("instance_id", UUID.class));
        }
    }
}
