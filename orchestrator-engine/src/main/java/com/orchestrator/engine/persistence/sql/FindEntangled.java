package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.ClaimStore.Entangled;
import com.orchestrator.engine.store.ClaimStore.Link;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Everybody who may be part of a circle: who waits and has asked for something else as well, who waits and was started by
 * another run, and the runs above. All others only wait behind them.
 */
public final class FindEntangled {

    private static final NamedSql PARENTS = NamedSql.of("""
            WITH RECURSIVE up (instance_id, parent_id) AS (
                SELECT i.instance_id, i.parent_instance_id
                FROM workflow_instances i
                WHERE i.parent_instance_id IS NOT NULL
                  AND i.instance_id IN (SELECT c.instance_id FROM claims c WHERE NOT c.held)
                UNION
                SELECT i.instance_id, i.parent_instance_id
                FROM up JOIN workflow_instances i ON i.instance_id = up.parent_id
                WHERE i.parent_instance_id IS NOT NULL
            )
            SELECT up.instance_id, up.parent_id FROM up
            """);

    private static final NamedSql LINKS = NamedSql.of("""
            SELECT c.name, c.instance_id, c.seq, c.held
            FROM claims c
            WHERE c.instance_id = ANY (:family)
               OR EXISTS (SELECT 1 FROM claims w WHERE w.instance_id = c.instance_id AND NOT w.held)
                  AND EXISTS (SELECT 1 FROM claims o WHERE o.instance_id = c.instance_id AND o.name <> c.name)
            """);

    private record Child(UUID instanceId, UUID parent) {}

    private FindEntangled() {}

    public static Entangled run(Connection connection) throws SQLException {
        Map<UUID, UUID> parents;
        try (NamedStatement statement = new NamedStatement(connection, PARENTS)) {
            parents = statement
                    .list(row ->
                            new Child(row.getObject("instance_id", UUID.class), row.getObject("parent_id", UUID.class)))
                    .stream()
                    .collect(Collectors.toMap(Child::instanceId, Child::parent));
        }
        try (NamedStatement statement = new NamedStatement(connection, LINKS)) {
            List<UUID> family = parents.entrySet().stream()
                    .flatMap(child -> List.of(child.getKey(), child.getValue()).stream())
                    .distinct()
                    .toList();
            return new Entangled(
                    statement
                            .bindIds("family", family)
                            .list(row -> new Link(
                                    row.getString("name"),
                                    row.getObject("instance_id", UUID.class),
                                    row.getLong("seq"),
                                    row.getBoolean("held"))),
                    parents);
        }
    }
}
