package com.orchestrator.connectors;

import com.orchestrator.connectors.type.BadCellException;
import com.orchestrator.connectors.type.CellParser;
import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.ColumnType;
import com.orchestrator.connectors.type.TextForm;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a job has come: the greatest value of one column. Rows at or before where it began are known already. */
final class Cursor {

    private final int position;
    private final ColumnType type;
    private final @Nullable Comparable<Object> from;
    private @Nullable Comparable<Object> greatest;

    private Cursor(int position, ColumnType type, @Nullable Comparable<Object> from) {
        this.position = position;
        this.type = type;
        this.from = from;
        this.greatest = from;
    }

    static Cursor of(@Nullable String column, List<Column> columns, @Nullable String from, TextForm form) {
        if (column == null) {
            return new Cursor(-1, ColumnType.TEXT, null);
        }
        for (int i = 0; i < columns.size(); i++) {
            ColumnType type = columns.get(i).type();
            if (Column.key(columns.get(i).name()).equals(Column.key(column))) {
                if (!type.isOrdered()) {
                    throw new ConnectorException("CONFIG_INVALID", "A cursor of type " + type + " has no order");
                }
                return new Cursor(i, type, from == null ? null : value(from, type));
            }
        }
        throw new ConnectorException("CONFIG_INVALID", "There is no column " + column + " to be the cursor");
    }

    @SuppressWarnings("unchecked") // every value compares to those of its own type
    private static Comparable<Object> value(String text, ColumnType type) {
        try {
            return (Comparable<Object>) CellParser.of(type, TextForm.PLAIN).parse(text);
        } catch (BadCellException damaged) {
            throw new ConnectorException("CURSOR_DAMAGED", "The cursor '" + text + "' " + damaged.getMessage());
        }
    }

    ColumnType type() {
        return type;
    }

    @SuppressWarnings("unchecked") // as above
    boolean isBeyond(@Nullable Object[] row) {
        if (position < 0) {
            return true;
        }
        Comparable<Object> value = (Comparable<Object>) row[position];
        if (value == null || (from != null && value.compareTo(from) <= 0)) {
            return false;
        }
        if (greatest == null || value.compareTo(greatest) > 0) {
            greatest = value;
        }
        return true;
    }

    /** As text that can be read again; null when there has been no row yet, or no cursor. */
    @Nullable
    String to() {
        Object value = greatest;
        if (value == null) {
            return null;
        }
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }
}
