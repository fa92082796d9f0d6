package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.WorkflowState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** In which state runs are. Reads by the primary key. */
public final class FindStates {

    private static final NamedSql SQL =
            NamedSql.of("SELECT instance_id, state FROM workflow_instances WHERE instance_id = ANY (:ids)");

    private FindStates() {}

    public static Map<UUID, WorkflowState> run(Connection connection, Collection<UUID> ids) throws SQLException {
        Map<UUID, WorkflowState> states = new HashMap<>();
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement
                    .bindIds("ids", ids)
                    .list(row -> states.put(
                            row.getObject("instance_id", UUID.class), WorkflowState.valueOf(row.getString("state"))));
        }
        return states;
    }
}
