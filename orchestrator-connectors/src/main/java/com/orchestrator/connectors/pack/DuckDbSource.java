package com.orchestrator.connectors.pack;

import com.orchestrator.connectors.Cells;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Source;
import com.orchestrator.connectors.Workroom;
import com.orchestrator.connectors.type.ColumnType;
import com.orchestrator.connectors.type.ColumnType.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * What DuckDB reads. Values come as text and are read as their column's type like those of any other source, so that what a file says of
 * its types is checked and not believed.
 */
public final class DuckDbSource implements Source {

    private static final Map<String, ColumnType> TYPES = Map.ofEntries(
            Map.entry("VARCHAR", ColumnType.TEXT),
            Map.entry("TINYINT", of(Kind.INTEGER)),
            Map.entry("SMALLINT", of(Kind.INTEGER)),
            Map.entry("INTEGER", of(Kind.INTEGER)),
            Map.entry("UTINYINT", of(Kind.INTEGER)),
            Map.entry("USMALLINT", of(Kind.INTEGER)),
            Map.entry("UINTEGER", of(Kind.BIGINT)),
            Map.entry("BIGINT", of(Kind.BIGINT)),
            Map.entry("UBIGINT", ColumnType.decimal(20, 0)),
            Map.entry("HUGEINT", ColumnType.decimal(ColumnType.MAX_PRECISION, 0)),
            Map.entry("FLOAT", of(Kind.DOUBLE)),
            Map.entry("DOUBLE", of(Kind.DOUBLE)),
            Map.entry("BOOLEAN", of(Kind.BOOLEAN)),
            Map.entry("DATE", of(Kind.DATE)),
            Map.entry("TIMESTAMP", of(Kind.TIMESTAMP)),
            Map.entry("TIMESTAMP_MS", of(Kind.TIMESTAMP)),
            Map.entry("TIMESTAMP_NS", of(Kind.TIMESTAMP)),
            Map.entry("TIMESTAMP WITH TIME ZONE", of(Kind.TIMESTAMPTZ)),
            Map.entry("UUID", of(Kind.UUID)),
            Map.entry("JSON", of(Kind.JSON)));

    private final Supplier<DuckDBConnection> database;
    private final String table;

    /**
     * @param database a file; empty for what lies outside of any
     * @param table as statements name it
     */
    public DuckDbSource(String database, String table, Workroom workroom) {
        this(() -> DuckDb.open(database, workroom), table);
    }

    /**
     * @param database connects to where the table is
     */
    DuckDbSource(Supplier<DuckDBConnection> database, String table) {
        this.database = database;
        this.table = table;
    }

    private static ColumnType of(Kind kind) {
        return new ColumnType(kind, 0, 0);
    }

    @Override
    public List<SourceColumn> columns() {
        try (Connection duckdb = database.get();
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + table)) {
            List<SourceColumn> columns = new ArrayList<>();
            while (rows.next()) {
                columns.add(new SourceColumn(rows.getString(1), type(rows.getString(1), rows.getString(2))));
            }
            return columns;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static ColumnType type(String column, String written) {
        ColumnType type = written.startsWith("DECIMAL(") ? ColumnType.of(written) : TYPES.get(written);
        if (type == null) {
            throw new ConnectorException(
                    "TYPE_UNKNOWN",
                    "Column " + column + " is " + written + ", which no column here can be without losing something");
        }
        return type;
    }

    @Override
    public void read(@Nullable After after, Rows rows) {
        List<SourceColumn> columns = columns();
        String select = columns.stream()
                .map(column -> Sql.name(column.name()) + "::VARCHAR")
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + table));
        try (Connection duckdb = database.get();
                Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(select)) {
            Cells cells = new Cells();
            for (long number = 1; result.next(); number++) {
                cells.clear();
                for (int i = 1; i <= columns.size(); i++) {
                    cells.add(result.getString(i));
                }
                rows.row(number, cells);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private ConnectorException failed(SQLException e) {
        ConnectorException why = DuckDb.failed(e);
        return new ConnectorException(why.code(), table + " cannot be read: " + why.getMessage(), e);
    }

    @Override
    public void close() {
        // Every reading closes what it has opened.
    }
}
