package com.orchestrator.etl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.JsonTree;
import com.orchestrator.api.model.Payload;
import com.orchestrator.connectors.Cells;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.RowChange;
import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.ColumnType;
import com.orchestrator.connectors.type.Value;
import com.orchestrator.engine.plan.BeforeRun;
import com.orchestrator.engine.plan.Condition;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.etl.jobs.RowExpressions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows that expressions make. Numbers go into them with every digit, and what comes out is checked like any other row. */
final class CelRows implements RowChange {

    private static final String INVALID = "TRANSFORM_INVALID";
    private static final Scope NO_ROW = new BeforeRun(Map.of());

    private final RowExpressions expressions;

    private CelRows(RowExpressions expressions) {
        this.expressions = expressions;
    }

    /** @throws ConnectorException {@code TRANSFORM_INVALID} with all that is wrong */
    static CelRows read(JsonNode transform) {
        List<Problem.Detail> faults = new ArrayList<>();
        RowExpressions expressions = RowExpressions.read(transform, faults);
        if (!faults.isEmpty()) {
            throw new ConnectorException(
                    INVALID,
                    faults.stream()
                            .map(fault -> fault.pointer() + " " + fault.detail())
                            .collect(Collectors.joining("; ")));
        }
        return new CelRows(expressions);
    }

    @Override
    public Rows of(List<Column> source) {
        List<Made> made = new ArrayList<>();
        expressions.columns().forEach(column -> made.add(made(column, source)));
        if (made.isEmpty()) {
            for (int at = 0; at < source.size(); at++) {
                made.add(new Made(source.get(at), at, null));
            }
        }
        return new CelRow(source, made, expressions.where());
    }

    private static Made made(RowExpressions.Made column, List<Column> source) {
        String copied = column.copied();
        int at = copied == null ? Made.COMPUTED : index(copied, source);
        String type = column.type();
        ColumnType made = type == null ? source.get(at).type() : type(column.name(), type);
        return new Made(new Column(column.name(), made), at, column.value());
    }

    private static ColumnType type(String column, String written) {
        try {
            return ColumnType.of(written);
        } catch (IllegalArgumentException none) {
            throw new ConnectorException(INVALID, "Column " + column + ": " + none.getMessage(), none);
        }
    }

    /** Expressions know names as they are written, as CEL does. */
    private static int index(String copied, List<Column> source) {
        List<String> names = source.stream().map(Column::name).toList();
        if (!names.contains(copied)) {
            throw new ConnectorException(
                    INVALID, "The source has no column '" + copied + "'; there are " + String.join(", ", names));
        }
        return names.indexOf(copied);
    }

    /**
     * @param at the column of the source that is copied
     * @param value null for what is copied in any case
     */
    private record Made(Column column, int at, @Nullable Template value) {

        static final int COMPUTED = -1;
    }

    /** One object for all rows: it is filled again and again. */
    private static final class CelRow implements Rows {

        private final List<Column> source;
        private final List<Made> made;
        private final @Nullable Condition where;
        private final boolean computes;

        CelRow(List<Column> source, List<Made> made, @Nullable Condition where) {
            this.source = source;
            this.made = made;
            this.where = where;
            this.computes = where != null || made.stream().anyMatch(column -> column.at() == Made.COMPUTED);
        }

        @Override
        public List<Column> columns() {
            return made.stream().map(Made::column).toList();
        }

        @Override
        public boolean change(Value[] row, Cells into) throws BadRowException {
            Scope scope = computes ? new BeforeRun(Map.of(RowExpressions.ROW, Payload.ofTree(json(row)))) : NO_ROW;
            if (where != null && !isWanted(where, scope)) {
                return false;
            }
            for (Made column : made) {
                if (column.at() != Made.COMPUTED) {
                    Value value = row[column.at()];
                    into.add(
                            value.isNull()
                                    ? null
                                    : value.written(source.get(column.at()).type()));
                } else {
                    into.addJson(computed(column, scope));
                }
            }
            return true;
        }

        private static boolean isWanted(Condition where, Scope scope) throws BadRowException {
            try {
                return where.test(scope);
            } catch (ExpressionFailure failed) {
                throw new BadRowException("", String.valueOf(failed.getMessage()));
            }
        }

        private static JsonNode computed(Made column, Scope scope) throws BadRowException {
            try {
                Template value = column.value();
                return value == null
                        ? JsonNodeFactory.instance.nullNode()
                        : value.evaluate(scope).tree();
            } catch (ExpressionFailure failed) {
                throw new BadRowException(column.column().name(), String.valueOf(failed.getMessage()));
            }
        }

        private ObjectNode json(Value[] row) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            for (int at = 0; at < row.length; at++) {
                json.set(source.get(at).name(), json(row[at], source.get(at)));
            }
            return json;
        }

        private static JsonNode json(Value value, Column column) {
            JsonNodeFactory json = JsonNodeFactory.instance;
            if (value.isNull()) {
                return json.nullNode();
            }
            String text = value.written(column.type());
            return switch (column.type().kind()) {
                case INTEGER, BIGINT -> json.numberNode(value.low());
                case DECIMAL -> DecimalNode.valueOf(new BigDecimal(text));
                case DOUBLE -> json.numberNode(Double.longBitsToDouble(value.low()));
                case BOOLEAN -> json.booleanNode(value.low() != 0);
                case JSON -> tree(text);
                case TEXT, DATE, TIMESTAMP, TIMESTAMPTZ, UUID -> json.textNode(text);
            };
        }

        private static JsonNode tree(String text) {
            try {
                return JsonTree.read(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException impossible) {
                throw new UncheckedIOException("A value of a json column is JSON", impossible);
            }
        }
    }
}
