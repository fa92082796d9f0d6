package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.find.FieldValue;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.store.AttributeRow;
import com.orchestrator.engine.store.InstanceRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Labels and attributes that runs are found by, one row each. */
public final class RunAttributes {

    private static final int NAME_MAX = 300;
    private static final int TEXT_MAX = 512;

    private static final NamedSql PUT = NamedSql.of("""
            INSERT INTO run_attributes AS a (instance_id, name, type, text_value, number_value, listed_at)
            SELECT n.instance_id, n.name, n.type, CASE WHEN n.type = 'TEXT' THEN n.value END,
                CASE WHEN n.type <> 'TEXT' THEN CAST(n.value AS numeric) END, n.listed_at
            FROM unnest(:ids, :names, :types, :contents, :listed) AS n (instance_id, name, type, value, listed_at)
            ON CONFLICT (instance_id, name) DO UPDATE SET
                type = excluded.type, text_value = excluded.text_value, number_value = excluded.number_value
            """);

    private static final NamedSql REMOVE = NamedSql.of("""
            DELETE FROM run_attributes a USING unnest(:ids, :names) AS gone (instance_id, name)
            WHERE a.instance_id = gone.instance_id AND a.name = gone.name
            """);

    private static final NamedSql MOVE = NamedSql.of("""
            UPDATE run_attributes a SET listed_at = moved.listed_at
            FROM unnest(:ids, :listed) AS moved (instance_id, listed_at)
            WHERE a.instance_id = moved.instance_id
            """);

    private static final NamedSql READ = NamedSql.of("""
            SELECT instance_id, name, type, text_value, number_value, listed_at FROM run_attributes
            WHERE instance_id = ANY (:ids) AND strpos(name, '.') = 0
            ORDER BY instance_id, name
            """);

    private RunAttributes() {}

    public static NamedStatement put(Connection connection, Collection<AttributeRow> all) {
        NamedStatement statement = new NamedStatement(connection, PUT);
        statement.bindColumn("ids", ArrayType.UUID, all, AttributeRow::instanceId);
        statement.bindColumn("names", ArrayType.TEXT, all, each -> name(each.field()));
        statement.bindColumn(
                "types", ArrayType.TEXT, all, each -> RunConditions.typeOf(Objects.requireNonNull(each.value())));
        statement.bindColumn("contents", ArrayType.TEXT, all, each -> content(Objects.requireNonNull(each.value())));
        statement.bindColumn("listed", ArrayType.TIMESTAMPTZ, all, AttributeRow::listedAt);
        return statement;
    }

    public static NamedStatement remove(Connection connection, Collection<AttributeRow> gone) {
        NamedStatement statement = new NamedStatement(connection, REMOVE);
        statement.bindColumn("ids", ArrayType.UUID, gone, AttributeRow::instanceId);
        statement.bindColumn("names", ArrayType.TEXT, gone, row -> name(row.field()));
        return statement;
    }

    /** The runs start now, and stand elsewhere in lists. */
    public static NamedStatement move(Connection connection, Collection<InstanceRow> rows) {
        NamedStatement statement = new NamedStatement(connection, MOVE);
        statement.bindColumn("ids", ArrayType.UUID, rows, InstanceRow::instanceId);
        statement.bindColumn("listed", ArrayType.TIMESTAMPTZ, rows, NotableRuns::listedAt);
        return statement;
    }

    /** The attributes of these runs; labels stand in their rows. */
    public static List<AttributeRow> read(Connection connection, Collection<UUID> ids) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        try (NamedStatement statement = new NamedStatement(connection, READ)) {
            return statement.bindIds("ids", ids).list(RunAttributes::attribute);
        }
    }

    private static AttributeRow attribute(ResultSet row) throws SQLException {
        return new AttributeRow(
                row.getObject("instance_id", UUID.class),
                new RunField.Attribute(row.getString("name")),
                value(row, row.getString("type")),
                Objects.requireNonNull(NamedStatement.instant(row, "listed_at")));
    }

    private static FieldValue value(ResultSet row, String type) throws SQLException {
        return switch (type) {
            case "TEXT" -> new FieldValue.Text(row.getString("text_value"));
            case "NUMBER" -> new FieldValue.Number(row.getBigDecimal("number_value"));
            case "INSTANT" ->
                new FieldValue.Moment(
                        Instant.EPOCH.plus(row.getBigDecimal("number_value").longValueExact(), ChronoUnit.MICROS));
            default -> new FieldValue.Truth(row.getBigDecimal("number_value").signum() != 0);
        };
    }

    private static String name(RunField field) {
        return storable(RunConditions.nameOf(field), NAME_MAX);
    }

    private static String content(FieldValue value) {
        return value instanceof FieldValue.Text text
                ? storable(text.value(), TEXT_MAX)
                : RunConditions.stored(value).toString();
    }

    /** What a column can hold; the whole of it stands in the history. */
    static String storable(String text, int codePointsMax) {
        String clean = text.replace('\u0000', '\ufffd');
        return clean.codePointCount(0, clean.length()) <= codePointsMax
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, codePointsMax));
    }
}
