package com.orchestrator.connectors.postgres;

import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Target.Steps;
import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.pack.Sql;
import com.orchestrator.connectors.table.Dialect;
import com.orchestrator.connectors.type.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/** What is staged lies in a temporary table that ends with its transaction, so a killed load leaves none. */
final class PostgresDialect implements Dialect {

    private static final String STAGE = "etl_stage";
    private static final String ROW = "etl_row";

    private final PostgresAddress address;

    PostgresDialect(PostgresAddress address) {
        this.address = address;
    }

    @Override
    public Connection connect() throws SQLException {
        return address.connect();
    }

    @Override
    public String type(ColumnType type) {
        return type.postgres();
    }

    @Override
    public boolean holds(String tableType, ColumnType type) {
        Set<String> wider = switch (type.kind()) {
            case INTEGER -> Set.of("bigint", "numeric");
            case BIGINT, DECIMAL -> Set.of("numeric");
            case TEXT -> Set.of("character varying");
            case JSON -> Set.of("jsonb", "text");
            default -> Set.of();
        };
        // One with a length refuses what is longer; none cuts.
        return tableType.equals(type.postgres())
                || wider.contains(tableType)
                || (type.kind() == ColumnType.Kind.TEXT && tableType.startsWith("character varying("));
    }

    /** @throws ConnectorException if a column is one that the database fills itself: COPY would write it all the same */
    @Override
    public Map<String, String> columns(Connection connection, String table) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT attname, CASE WHEN attidentity = 'a' OR attgenerated <> '' THEN 'generated '"
                        + " ELSE '' END || format_type(atttypid, atttypmod) FROM pg_attribute"
                        + " WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped ORDER BY attnum")) {
            select.setString(1, table);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    columns.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return columns;
    }

    @Override
    public String lock() {
        return " FOR UPDATE";
    }

    @Override
    public long append(Connection connection, String table, LoadPackage pack, List<String> names, Steps steps)
            throws SQLException {
        Map<String, String> types = columns(connection, table);
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            fields.add(Field.of(pack.manifest().columns().get(i).type(), String.valueOf(types.get(names.get(i)))));
        }
        return new PackageCopy(connection.unwrap(PGConnection.class), table + " (" + list(names) + ")", fields)
                .send(pack, steps);
    }

    @Override
    public long merge(
            Connection connection, String table, LoadPackage pack, List<String> names, List<String> keys, Steps steps)
            throws SQLException {
        requireKeys(connection, table, keys);
        update(
                connection,
                "CREATE TEMP TABLE " + STAGE + " ON COMMIT DROP AS SELECT " + list(names) + " FROM " + table
                        + " WITH NO DATA");
        update(connection, "ALTER TABLE " + STAGE + " ADD COLUMN " + ROW + " bigserial");
        long rows = append(connection, STAGE, pack, names, steps);
        String changes = names.stream()
                .filter(name -> keys.stream().noneMatch(name::equalsIgnoreCase))
                .map(name -> Sql.name(name) + " = EXCLUDED." + Sql.name(name))
                .collect(Collectors.joining(", "));
        update(
                connection,
                "INSERT INTO " + table + " (" + list(names) + ") SELECT DISTINCT ON (" + list(keys) + ") "
                        + list(names) + " FROM " + STAGE + " ORDER BY " + list(keys) + ", " + ROW
                        + " DESC ON CONFLICT ("
                        + list(keys) + ") DO " + (changes.isEmpty() ? "NOTHING" : "UPDATE SET " + changes));
        update(connection, "DROP TABLE " + STAGE);
        return rows;
    }

    /** Without it two rows of a key could come to be, from whoever else writes. */
    @Override
    public void requireKeys(Connection connection, String table, List<String> keys) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT count(*) FROM pg_index i"
                + " WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indpred IS NULL AND i.indnkeyatts = ?"
                + " AND (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = i.indrelid"
                + " AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1]) AND a.attname = ANY (?)) = ?")) {
            select.setString(1, table);
            select.setInt(2, keys.size());
            select.setArray(3, connection.createArrayOf("text", keys.toArray()));
            select.setInt(4, keys.size());
            try (ResultSet rows = select.executeQuery()) {
                if (rows.next() && rows.getLong(1) == 0) {
                    throw new ConnectorException(
                            "KEYS_NOT_UNIQUE",
                            "Table " + table
                                    + " has no unique index over exactly the keys; make one: CREATE UNIQUE INDEX ON "
                                    + table
                                    + " (" + list(keys) + ")");
                }
            }
        }
    }

    private static String list(List<String> names) {
        return names.stream().map(Sql::name).collect(Collectors.joining(", "));
    }

    private static void update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Override
    public ConnectorException failed(SQLException e) {
        return PostgresAddress.failed(e);
    }
}
