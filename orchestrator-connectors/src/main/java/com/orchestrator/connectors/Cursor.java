package com.orchestrator.connectors;

import com.orchestrator.connectors.type.BadCellException;
import com.orchestrator.connectors.type.CellParser;
import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.ColumnType;
import com.orchestrator.connectors.type.TextForm;
import com.orchestrator.connectors.type.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a job has come: the greatest value of one column. Rows at or before where it began are known already. */
final class Cursor {

    private final int position;
    private final ColumnType type;
    private final Value from = new Value();
    private final Value greatest = new Value();

    private Cursor(int position, ColumnType type) {
        this.position = position;
        this.type = type;
        from.setNull();
        greatest.setNull();
    }

    static Cursor of(@Nullable String column, List<Column> columns, @Nullable String from) {
        if (column == null) {
            return new Cursor(-1, ColumnType.TEXT);
        }
        for (int i = 0; i < columns.size(); i++) {
            ColumnType type = columns.get(i).type();
            if (Column.key(columns.get(i).name()).equals(Column.key(column))) {
                if (!type.isOrdered()) {
                    throw new ConnectorException("CONFIG_INVALID", "A cursor of type " + type + " has no order");
                }
                Cursor cursor = new Cursor(i, type);
                cursor.start(from);
                return cursor;
            }
        }
        throw new ConnectorException("CONFIG_INVALID", "There is no column " + column + " to be the cursor");
    }

    private void start(@Nullable String text) {
        if (text != null) {
            try {
                CellParser.of(type, TextForm.PLAIN).parse(text.toCharArray(), 0, text.length(), from);
                from.copyTo(greatest);
            } catch (BadCellException damaged) {
                throw new ConnectorException("CURSOR_DAMAGED", "The cursor '" + text + "' " + damaged.getMessage());
            }
        }
    }

    ColumnType type() {
        return type;
    }

    boolean isBeyond(Value[] row) {
        if (position < 0) {
            return true;
        }
        Value value = row[position];
        if (value.isNull() || (!from.isNull() && value.compareTo(from, type) <= 0)) {
            return false;
        }
        if (greatest.isNull() || value.compareTo(greatest, type) > 0) {
            value.copyTo(greatest);
        }
        return true;
    }

    /** As text that can be read again; null when there has been no row yet, or no cursor. */
    @Nullable
    String to() {
        return greatest.isNull() ? null : greatest.written(type);
    }
}
