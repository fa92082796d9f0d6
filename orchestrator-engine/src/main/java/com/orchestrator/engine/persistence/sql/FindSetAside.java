package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.Incident;
import com.orchestrator.engine.store.SetAside;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Which of these runs are set aside, or were. Reads by the primary key of {@code set_aside_runs}, which is nearly empty. */
public final class FindSetAside {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT s.instance_id, s.incident_id, s.code, s.message, s.opened_at, s.resolved_at IS NULL AS is_open
            FROM set_aside_runs s
            WHERE s.instance_id = ANY (:ids)
            """);

    private FindSetAside() {}

    public static Map<UUID, SetAside> run(Connection connection, Collection<UUID> ids) throws SQLException {
        Map<UUID, SetAside> found = new HashMap<>();
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement
                    .bindIds("ids", ids)
                    .list(row -> found.put(
                            row.getObject("instance_id", UUID.class),
                            new SetAside(incident(row), row.getBoolean("is_open"))));
        }
        return found;
    }

    /** The open incident of one run. */
    public static Optional<Incident> open(Connection connection, UUID instanceId) throws SQLException {
        return Optional.ofNullable(run(connection, Set.of(instanceId)).get(instanceId))
                .filter(SetAside::isOpen)
                .map(SetAside::incident);
    }

    static Incident incident(ResultSet row) throws SQLException {
        return new Incident(
                row.getObject("incident_id", UUID.class),
                row.getString("code"),
                row.getString("message"),
                Objects.requireNonNull(NamedStatement.instant(row, "opened_at")));
    }
}
