package com.orchestrator.connectors;

import com.orchestrator.connectors.Source.SourceColumn;
import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.ColumnType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The columns of a package, and where each is in the source.
 *
 * @param positions for each column the index in the source's rows; -1 for one that has gone
 * @param changes against what was frozen, in words
 */
record Shape(List<Column> columns, int[] positions, List<String> changes) {

    static final int GONE = -1;

    /** Of a job whose columns are known. */
    static Shape of(List<Column> frozen, List<SourceColumn> there, SchemaDrift drift, Set<String> needed) {
        requireDistinct(there);
        Map<String, Integer> found = new HashMap<>();
        for (int i = 0; i < there.size(); i++) {
            found.put(Column.key(there.get(i).name()), i);
        }
        List<Column> columns = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        List<String> changes = new ArrayList<>();
        for (Column column : frozen) {
            Integer position = found.remove(Column.key(column.name()));
            if (position == null) {
                requireDispensable(column, drift, needed);
                changes.add("column " + column.name() + " has gone");
            }
            columns.add(column);
            positions.add(position == null ? GONE : position);
        }
        for (int i = 0; i < there.size(); i++) {
            SourceColumn fresh = there.get(i);
            if (found.containsKey(Column.key(fresh.name()))) {
                changes.add(welcome(fresh, drift));
                if (drift == SchemaDrift.EVOLVE) {
                    columns.add(new Column(fresh.name(), fresh.type() == null ? ColumnType.TEXT : fresh.type()));
                    positions.add(i);
                }
            }
        }
        return new Shape(columns, positions.stream().mapToInt(Integer::intValue).toArray(), changes);
    }

    private static void requireDistinct(List<SourceColumn> there) {
        Set<String> seen = new HashSet<>();
        for (SourceColumn column : there) {
            if (column.name().isBlank() || !seen.add(Column.key(column.name()))) {
                throw new ConnectorException(
                        "COLUMNS_UNCLEAR",
                        "The source has a column without a name, or two of one name: '" + column.name()
                                + "'. Without a header line, say header: false and name the columns");
            }
        }
    }

    private static void requireDispensable(Column column, SchemaDrift drift, Set<String> needed) {
        boolean isNeeded = needed.contains(Column.key(column.name()));
        if (drift == SchemaDrift.FREEZE || isNeeded) {
            throw new ConnectorException(
                    "COLUMN_GONE",
                    "The source has no column " + column.name() + " any more"
                            + (isNeeded ? ", which is a key or the cursor" : "; schema_drift is freeze"));
        }
    }

    private static String welcome(SourceColumn fresh, SchemaDrift drift) {
        return switch (drift) {
            case EVOLVE -> "column " + fresh.name() + " is new";
            case DISCARD -> "column " + fresh.name() + " is new and left out";
            case FREEZE ->
                throw new ConnectorException(
                        "COLUMN_NEW", "The source has a new column " + fresh.name() + "; schema_drift is freeze");
        };
    }
}
