package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.store.RetentionStore;
import com.orchestrator.engine.store.RunTree;
import com.orchestrator.engine.store.RunTree.Member;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Runs with all that they have started: down the index of children, each run by its primary keys. */
public final class FindTrees {

    private static final NamedSql SQL = NamedSql.of("""
            WITH RECURSIVE tree (root_id, instance_id) AS (
                SELECT wanted.id, wanted.id FROM unnest(:ids) AS wanted (id)
                UNION ALL
                SELECT t.root_id, c.instance_id
                FROM tree t JOIN workflow_instances c ON c.parent_instance_id = t.instance_id
            )
            SELECT t.root_id, i.instance_id, i.namespace, i.state, i.ended_at,
                (SELECT p.instance_id FROM workflow_instances p WHERE p.instance_id = i.parent_instance_id) AS parent_id,
                EXISTS (SELECT FROM run_attributes a WHERE a.instance_id = i.instance_id AND a.name = :hold) AS held,
                (SELECT e.last_sequence_number FROM events e WHERE e.workflow_instance_id = i.instance_id
                    ORDER BY e.sequence_number DESC LIMIT 1) AS last_sequence
            FROM tree t JOIN workflow_instances i ON i.instance_id = t.instance_id
            ORDER BY t.root_id, i.instance_id
            """);

    private FindTrees() {}

    public static List<RunTree> run(Connection connection, Collection<UUID> roots) throws SQLException {
        Map<UUID, List<Member>> members = new LinkedHashMap<>();
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindIds("ids", roots).bind("hold", "label." + RetentionStore.LEGAL_HOLD);
            statement.list(
                    row -> members.computeIfAbsent(row.getObject("root_id", UUID.class), root -> new ArrayList<>())
                            .add(member(row)));
        }
        return members.entrySet().stream()
                .map(tree -> new RunTree(tree.getKey(), tree.getValue()))
                .toList();
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(
                row.getObject("instance_id", UUID.class),
                row.getObject("parent_id", UUID.class),
                row.getString("namespace"),
                WorkflowState.valueOf(row.getString("state")),
                NamedStatement.instant(row, "ended_at"),
                row.getBoolean("held"),
                row.getLong("last_sequence"));
    }
}
