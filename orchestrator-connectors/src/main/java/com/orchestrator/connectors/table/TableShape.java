package com.orchestrator.connectors.table;

import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Disposition;
import com.orchestrator.connectors.pack.Manifest;
import com.orchestrator.connectors.pack.Sql;
import com.orchestrator.connectors.type.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The table against the package: made when it is not there, widened when that is allowed, and never of types that lose something. */
final class TableShape {

    private final Dialect dialect;
    private final Connection connection;
    private final String table;

    TableShape(Dialect dialect, Connection connection, String table) {
        this.dialect = dialect;
        this.connection = connection;
        this.table = table;
    }

    /** The table's names for the package's columns. */
    List<String> fit(Manifest manifest, Disposition disposition, List<String> keys) throws SQLException {
        Map<String, String> there = dialect.columns(connection, table);
        if (there.isEmpty()) {
            create(manifest, disposition == Disposition.MERGE ? keys : List.of());
            return manifest.columns().stream().map(Column::name).toList();
        }
        List<String> names = new ArrayList<>();
        for (Column column : manifest.columns()) {
            String name = there.keySet().stream()
                    .filter(known -> Column.key(known).equals(Column.key(column.name())))
                    .findFirst()
                    .orElse(null);
            if (name == null) {
                add(column, manifest);
            } else if (!dialect.holds(String.valueOf(there.get(name)), column.type())) {
                throw new ConnectorException(
                        "TYPE_MISMATCH",
                        "Column " + name + " of " + table + " is " + there.get(name) + ", which does not hold every "
                                + column.type());
            }
            names.add(name == null ? column.name() : name);
        }
        return names;
    }

    private void create(Manifest manifest, List<String> keys) throws SQLException {
        String columns = manifest.columns().stream()
                .map(column -> Sql.name(column.name()) + " " + dialect.type(column.type()))
                .collect(Collectors.joining(", "));
        String key = keys.isEmpty()
                ? ""
                : ", PRIMARY KEY (" + keys.stream().map(Sql::name).collect(Collectors.joining(", ")) + ")";
        execute("CREATE TABLE " + table + " (" + columns + key + ")");
    }

    private void add(Column column, Manifest manifest) throws SQLException {
        if (!manifest.addsColumns()) {
            throw new ConnectorException(
                    "COLUMN_MISSING",
                    "Table " + table + " has no column " + column.name() + ", and schema_drift is not evolve");
        }
        execute("ALTER TABLE " + table + " ADD COLUMN " + Sql.name(column.name()) + " " + dialect.type(column.type()));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
