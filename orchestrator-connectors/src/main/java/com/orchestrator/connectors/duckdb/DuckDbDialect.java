package com.orchestrator.connectors.duckdb;

import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Target.Steps;
import com.orchestrator.connectors.Workroom;
import com.orchestrator.connectors.pack.DuckDb;
import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.pack.Sql;
import com.orchestrator.connectors.table.Dialect;
import com.orchestrator.connectors.type.ColumnType;
import com.orchestrator.connectors.type.ColumnType.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** DuckDB reads the parts itself; rows never come through this process's heap. */
final class DuckDbDialect implements Dialect {

    private final Path file;
    private final Workroom workroom;

    DuckDbDialect(Path file, Workroom workroom) {
        this.file = file;
        this.workroom = workroom;
    }

    @Override
    public Connection connect() {
        return DuckDb.open(file.toString(), workroom);
    }

    @Override
    public boolean isThere() {
        return Files.exists(file);
    }

    /** What a connection to the file finds; a file that is not there is not made. */
    String found() {
        if (!isThere()) {
            Path directory = file.getParent();
            if (directory == null || !Files.isWritable(directory)) {
                throw new ConnectorException("FILE_MISSING", "There is no directory to write to at " + directory);
            }
            return "no file yet; the first load makes " + file;
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT 'DuckDB ' || version() || ', ' || count(*) || ' tables' FROM (SHOW ALL TABLES)")) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public String type(ColumnType type) {
        return type.duckdb();
    }

    @Override
    public boolean holds(String tableType, ColumnType type) {
        return tableType.equals(type.duckdb())
                || (type.kind() == Kind.INTEGER && tableType.equals("BIGINT"))
                || (type.kind() == Kind.JSON && tableType.equals("JSON"));
    }

    @Override
    public Map<String, String> columns(Connection connection, String table) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        if (isThere(connection, table)) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("DESCRIBE " + table)) {
                while (rows.next()) {
                    columns.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return columns;
    }

    private static boolean isThere(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM (SHOW ALL TABLES) WHERE name = " + Sql.text(plain(table)))) {
            return rows.next() && rows.getLong(1) > 0;
        }
    }

    private static String plain(String table) {
        String last = table.substring(table.lastIndexOf(".\"") + 1);
        return last.substring(1, last.length() - 1).replace("\"\"", "\"");
    }

    /** One process has the file. */
    @Override
    public String lock() {
        return "";
    }

    @Override
    public long append(Connection connection, String table, LoadPackage pack, List<String> names, Steps steps)
            throws SQLException {
        return update(
                connection,
                "INSERT INTO " + table + " (" + list(names) + ") SELECT "
                        + Sql.names(pack.manifest().columns()) + " FROM " + pack.table());
    }

    /** Part by part, so that a later part's rows count. */
    @Override
    public long merge(
            Connection connection, String table, LoadPackage pack, List<String> names, List<String> keys, Steps steps)
            throws SQLException {
        long rows = 0;
        for (String part : pack.tables()) {
            update(
                    connection,
                    "CREATE TEMP TABLE etl_part AS SELECT "
                            + Sql.names(pack.manifest().columns()) + ", file_row_number AS etl_row FROM " + part);
            rows += count(connection);
            update(connection, mergePart(table, pack, names, keys));
            update(connection, "DROP TABLE etl_part");
            steps.written(rows);
        }
        return rows;
    }

    private static long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM etl_part")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static String mergePart(String table, LoadPackage pack, List<String> names, List<String> keys) {
        String columns = list(names);
        String same = keys.stream()
                .map(key -> "etl_new." + Sql.name(key) + " = etl_old." + Sql.name(key))
                .collect(Collectors.joining(" AND "));
        String changes = names.stream()
                .filter(name -> keys.stream().noneMatch(name::equalsIgnoreCase))
                .map(name -> Sql.name(name) + " = etl_new." + Sql.name(name))
                .collect(Collectors.joining(", "));
        return "MERGE INTO " + table + " AS etl_old USING (SELECT "
                + Sql.names(pack.manifest().columns())
                + " FROM etl_part QUALIFY row_number() OVER (PARTITION BY " + list(keys)
                + " ORDER BY etl_row DESC) = 1)"
                + " AS etl_new ON " + same
                + (changes.isEmpty() ? "" : " WHEN MATCHED THEN UPDATE SET " + changes)
                + " WHEN NOT MATCHED THEN INSERT (" + columns + ") VALUES ("
                + names.stream().map(name -> "etl_new." + Sql.name(name)).collect(Collectors.joining(", ")) + ")";
    }

    private static String list(List<String> names) {
        return names.stream().map(Sql::name).collect(Collectors.joining(", "));
    }

    private static long update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        }
    }

    @Override
    public ConnectorException failed(SQLException e) {
        return DuckDb.failed(e);
    }
}
