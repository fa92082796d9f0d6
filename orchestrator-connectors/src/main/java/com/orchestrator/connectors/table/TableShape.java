package com.orchestrator.connectors.table;

import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Disposition;
import com.orchestrator.connectors.pack.Manifest;
import com.orchestrator.connectors.pack.Sql;
import com.orchestrator.connectors.type.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The table against the package: made when it is not there, widened when that is allowed, and never of types that lose something.
 *
 * @param there the table's columns with their types; none when there is no table
 */
record TableShape(Dialect dialect, String table, Map<String, String> there) {

    /**
     * What makes the table one that takes the package.
     *
     * @param names the table's, for the package's columns
     * @param statements to be executed before
     */
    record Fit(List<String> names, List<String> statements) {}

    Fit fit(Manifest manifest, Disposition disposition, List<String> keys) {
        if (there.isEmpty()) {
            return new Fit(
                    manifest.columns().stream().map(Column::name).toList(),
                    List.of(create(manifest, disposition == Disposition.MERGE ? keys : List.of())));
        }
        List<String> names = new ArrayList<>();
        List<String> statements = new ArrayList<>();
        for (Column column : manifest.columns()) {
            String name = there.keySet().stream()
                    .filter(known -> Column.key(known).equals(Column.key(column.name())))
                    .findFirst()
                    .orElse(null);
            if (name == null) {
                statements.add(add(column, manifest));
            } else if (!dialect.holds(String.valueOf(there.get(name)), column.type())) {
                throw new ConnectorException(
                        "TYPE_MISMATCH",
                        "Column " + name + " of " + table + " is " + there.get(name) + ", which does not hold every "
                                + column.type());
            }
            names.add(name == null ? column.name() : name);
        }
        return new Fit(names, statements);
    }

    private String create(Manifest manifest, List<String> keys) {
        String columns = manifest.columns().stream()
                .map(column -> Sql.name(column.name()) + " " + dialect.type(column.type()))
                .collect(Collectors.joining(", "));
        String key = keys.isEmpty()
                ? ""
                : ", PRIMARY KEY (" + keys.stream().map(Sql::name).collect(Collectors.joining(", ")) + ")";
        return "CREATE TABLE " + table + " (" + columns + key + ")";
    }

    private String add(Column column, Manifest manifest) {
        if (!manifest.addsColumns()) {
            throw new ConnectorException(
                    "COLUMN_MISSING",
                    "Table " + table + " has no column " + column.name() + ", and schema_drift is not evolve");
        }
        return "ALTER TABLE " + table + " ADD COLUMN " + Sql.name(column.name()) + " " + dialect.type(column.type());
    }
}
