package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.PageRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** Pages with the names of the runs they are of. Those of runs that are gone are left out. */
public final class ReadFeedPages {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT e.workflow_instance_id, e.sequence_number, e.last_sequence_number, e.at, e.data, e.payload,
                i.namespace, i.workflow_name, i.run_id
            FROM unnest(:ids, :firsts) AS wanted (id, first_sequence)
            JOIN events e ON e.workflow_instance_id = wanted.id AND e.sequence_number = wanted.first_sequence
            JOIN workflow_instances i ON i.instance_id = wanted.id
            """);

    private ReadFeedPages() {}

    /** A page, and whose it is. */
    public record NamedPage(LoadPages.Page page, String namespace, String workflow, String runId) {}

    public static List<NamedPage> run(Connection connection, Collection<PageRef> pages) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bindColumn("ids", ArrayType.UUID, pages, PageRef::instanceId)
                    .bindColumn("firsts", ArrayType.INT8, pages, PageRef::firstSequenceNumber)
                    .list(row -> new NamedPage(
                            LoadPages.read(row),
                            row.getString("namespace"),
                            row.getString("workflow_name"),
                            row.getString("run_id")));
        }
    }
}
