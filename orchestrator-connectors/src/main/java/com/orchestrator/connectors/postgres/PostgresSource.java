package com.orchestrator.connectors.postgres;

import com.orchestrator.connectors.Cells;
import com.orchestrator.connectors.ConnectorConfig;
import com.orchestrator.connectors.Source;
import com.orchestrator.connectors.pack.Sql;
import com.orchestrator.connectors.type.ColumnType;
import com.orchestrator.connectors.type.ColumnType.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of a table or a query, in one snapshot, with a cursor in the database: never more than one batch of them is here. */
final class PostgresSource implements Source {

    private static final int BATCH = 10_000;

    private static final Map<String, Kind> KINDS = Map.of(
            "int2", Kind.INTEGER,
            "int4", Kind.INTEGER,
            "int8", Kind.BIGINT,
            "float8", Kind.DOUBLE,
            "bool", Kind.BOOLEAN,
            "date", Kind.DATE,
            "timestamp", Kind.TIMESTAMP,
            "timestamptz", Kind.TIMESTAMPTZ,
            "uuid", Kind.UUID,
            "json", Kind.JSON);

    private final PostgresAddress address;
    private final String from;

    PostgresSource(PostgresAddress address, ConnectorConfig config) {
        this.address = address;
        this.from =
                config.has("query") ? "(" + config.text("query") + ") AS etl_source" : Sql.table(config.text("table"));
    }

    @Override
    public List<SourceColumn> columns() {
        try (Connection connection = address.connect();
                PreparedStatement select = connection.prepareStatement("SELECT * FROM " + from + " LIMIT 0");
                ResultSet none = select.executeQuery()) {
            ResultSetMetaData about = none.getMetaData();
            List<SourceColumn> columns = new ArrayList<>();
            for (int i = 1; i <= about.getColumnCount(); i++) {
                columns.add(new SourceColumn(about.getColumnLabel(i), type(about, i)));
            }
            return columns;
        } catch (SQLException e) {
            throw PostgresAddress.failed(e);
        }
    }

    /** Text for what has no type here; a numeric without bounds too, since none is wide enough for it. */
    private static ColumnType type(ResultSetMetaData about, int column) throws SQLException {
        int precision = about.getPrecision(column);
        if (about.getColumnTypeName(column).equals("numeric")) {
            return precision < 1 || precision > ColumnType.MAX_PRECISION
                    ? ColumnType.TEXT
                    : ColumnType.decimal(precision, about.getScale(column));
        }
        return new ColumnType(KINDS.getOrDefault(about.getColumnTypeName(column), Kind.TEXT), 0, 0);
    }

    @Override
    public void read(@Nullable After after, Rows rows) {
        String where = after == null ? "" : " WHERE " + beyond(after);
        try (Connection connection = address.connect()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (PreparedStatement select = connection.prepareStatement("SELECT * FROM " + from + where)) {
                select.setFetchSize(BATCH);
                if (after != null) {
                    select.setString(1, after.value());
                }
                hand(select, rows);
            }
            connection.rollback();
        } catch (SQLException e) {
            throw PostgresAddress.failed(e);
        }
    }

    /** Texts by their code points, as whoever looks again compares them; a collation would leave out others. */
    private static String beyond(After after) {
        String name = Sql.name(after.column());
        return after.type().kind() == Kind.TEXT
                ? name + "::text COLLATE \"C\" > ?::text"
                : name + " > ?::" + after.type().postgres();
    }

    private static void hand(PreparedStatement select, Rows rows) throws SQLException {
        try (ResultSet result = select.executeQuery()) {
            int width = result.getMetaData().getColumnCount();
            Cells cells = new Cells();
            for (long number = 1; result.next(); number++) {
                cells.clear();
                for (int i = 1; i <= width; i++) {
                    cells.add(result.getString(i));
                }
                rows.row(number, cells);
            }
        }
    }

    @Override
    public void close() {
        // Every reading closes what it has opened.
    }
}
