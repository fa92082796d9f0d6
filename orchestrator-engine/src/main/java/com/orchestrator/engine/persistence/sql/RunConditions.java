package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.find.FieldValue;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.find.RunField.Column;
import com.orchestrator.engine.find.RunFilter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A filter as a condition on a row {@code i} of {@code workflow_instances}. Never null: unknown is false. */
final class RunConditions {

    /** What lists are ordered by. */
    static final String LISTED_AT = "COALESCE(i.started_at, i.created_at)";

    /** What a run rests with. */
    static final String CODE = "(SELECT n.code FROM notable_runs n WHERE n.instance_id = i.instance_id)";

    private static final String LABEL = "label.";

    private static final Map<Column, String> COLUMNS = Map.ofEntries(
            Map.entry(Column.STATE, "i.state"),
            Map.entry(Column.NAMESPACE, "i.namespace"),
            Map.entry(Column.WORKFLOW, "i.workflow_name"),
            Map.entry(Column.RUN_ID, "i.run_id"),
            Map.entry(Column.REVISION, "i.revision"),
            Map.entry(Column.PRIORITY, "('P' || i.priority)"),
            Map.entry(Column.CODE, CODE),
            Map.entry(Column.STARTED_AT, "i.started_at"),
            Map.entry(Column.ENDED_AT, "i.ended_at"),
            Map.entry(
                    Column.AGE_SECONDS,
                    "CAST(extract(epoch FROM (SELECT engine_now()) - " + LISTED_AT + ") AS numeric)"),
            Map.entry(Column.PARENT, "i.parent_instance_id::text"));

    private final SqlText sql;

    RunConditions(SqlText sql) {
        this.sql = sql;
    }

    /** Name of a field in {@code run_attributes}. */
    static String nameOf(RunField field) {
        return field instanceof RunField.Label label ? LABEL + label.key() : ((RunField.Attribute) field).name();
    }

    static String nameOfLabel(String key) {
        return LABEL + key;
    }

    String of(RunFilter filter) {
        if (filter instanceof RunFilter.Every every) {
            return joined(every.parts(), " AND ", "TRUE");
        } else if (filter instanceof RunFilter.Any any) {
            return joined(any.parts(), " OR ", "FALSE");
        } else if (filter instanceof RunFilter.Not not) {
            return "NOT " + of(not.part());
        } else if (filter instanceof RunFilter.OneOf oneOf) {
            return oneOf(oneOf);
        } else if (filter instanceof RunFilter.Ordered ordered) {
            return known(expression(ordered.field(), ordered.bound()) + collation(ordered.bound()) + " "
                    + ordered.relation().sign() + " " + value(ordered.field(), ordered.bound()));
        } else if (filter instanceof RunFilter.StartsWith startsWith) {
            String text = expression(startsWith.field(), new FieldValue.Text(""));
            return known("starts_with(" + text + ", " + sql.value(startsWith.prefix()) + ")");
        } else {
            return present(((RunFilter.Present) filter).field());
        }
    }

    /** Whether such a part, which has no parts of its own, is known of another table. */
    static boolean looksBeside(RunFilter leaf) {
        RunField field = fieldOf(leaf);
        return !(field instanceof Column) || field == Column.CODE;
    }

    private static RunField fieldOf(RunFilter leaf) {
        if (leaf instanceof RunFilter.OneOf oneOf) {
            return oneOf.field();
        } else if (leaf instanceof RunFilter.Ordered ordered) {
            return ordered.field();
        }
        return leaf instanceof RunFilter.StartsWith startsWith
                ? startsWith.field()
                : ((RunFilter.Present) leaf).field();
    }

    private String joined(List<RunFilter> parts, String with, String none) {
        return parts.isEmpty() ? none : parts.stream().map(this::of).collect(Collectors.joining(with, "(", ")"));
    }

    private static String known(String condition) {
        return "COALESCE(" + condition + ", FALSE)";
    }

    /** One condition for each kind of value. */
    private String oneOf(RunFilter.OneOf oneOf) {
        Map<String, List<FieldValue>> byKind = oneOf.values().stream().collect(Collectors.groupingBy(FieldValue::kind));
        return byKind.values().stream()
                .map(values -> known(expression(oneOf.field(), values.get(0)) + " IN ("
                        + values.stream()
                                .map(value -> value(oneOf.field(), value))
                                .collect(Collectors.joining(", ")) + ")"))
                .collect(Collectors.joining(" OR ", "(", ")"));
    }

    private String present(RunField field) {
        return field instanceof Column column
                ? "(" + COLUMNS.get(column) + " IS NOT NULL)"
                : "EXISTS (SELECT FROM run_attributes a WHERE a.instance_id = i.instance_id AND a.name = "
                        + sql.value(nameOf(field)) + ")";
    }

    /** The field as what can be compared with such a value. */
    private String expression(RunField field, FieldValue like) {
        return field instanceof Column column
                ? Objects.requireNonNull(COLUMNS.get(column))
                : "(SELECT a." + columnOf(like)
                        + " FROM run_attributes a WHERE a.instance_id = i.instance_id AND a.name = "
                        + sql.value(nameOf(field)) + " AND a.type = '" + typeOf(like) + "')";
    }

    private String value(RunField field, FieldValue value) {
        return field instanceof Column && value instanceof FieldValue.Moment moment
                ? "CAST(" + sql.value(moment.value().toString()) + " AS timestamptz)"
                : sql.value(stored(value));
    }

    /** What stands in {@code run_attributes} for it. */
    static Object stored(FieldValue value) {
        if (value instanceof FieldValue.Text text) {
            return text.value();
        } else if (value instanceof FieldValue.Number number) {
            return number.value();
        } else if (value instanceof FieldValue.Truth truth) {
            return truth.value() ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return micros(((FieldValue.Moment) value).value());
    }

    private static BigDecimal micros(Instant moment) {
        return BigDecimal.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, moment));
    }

    private static String collation(FieldValue value) {
        return value instanceof FieldValue.Text ? " COLLATE \"C\"" : "";
    }

    static String columnOf(FieldValue value) {
        return value instanceof FieldValue.Text ? "text_value" : "number_value";
    }

    /** As {@code run_attributes.type} has it. */
    static String typeOf(FieldValue value) {
        return value.type().name();
    }
}
