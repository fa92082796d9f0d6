package com.orchestrator.connectors;

import com.orchestrator.connectors.type.BadCellException;
import com.orchestrator.connectors.type.CellParser;
import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.TextForm;
import com.orchestrator.connectors.type.Value;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes values of a row's text, and says what is wrong with one that has none. */
final class RowCheck implements RowReader {

    private static final int SHOWN_CHARACTERS = 60;

    private final List<Column> columns;
    private final int[] positions;
    private final int width;
    private final CellParser[] parsers;
    private final boolean[] needed;
    private final Value[] values;
    private String column = "";
    private String reason = "";

    /**
     * @param width cells that a row has
     * @param needed columns that must not be NULL
     */
    RowCheck(Shape shape, int width, Set<String> needed, TextForm form) {
        this.columns = shape.columns();
        this.positions = shape.positions();
        this.width = width;
        this.parsers = columns.stream()
                .map(column -> CellParser.of(column.type(), form))
                .toArray(CellParser[]::new);
        this.values = Stream.generate(Value::new).limit(columns.size()).toArray(Value[]::new);
        this.needed = new boolean[columns.size()];
        for (int i = 0; i < this.needed.length; i++) {
            this.needed[i] = needed.contains(Column.key(columns.get(i).name()));
        }
    }

    @Override
    public Value @Nullable [] values(Cells cells) {
        if (cells.count() != width) {
            return reject("", "has " + cells.count() + " fields instead of " + width);
        }
        for (int i = 0; i < positions.length; i++) {
            int cell = positions[i];
            if (cell == Shape.GONE || cells.isNull(cell)) {
                if (needed[i]) {
                    return reject(columns.get(i).name(), "is NULL, and is a key or the cursor");
                }
                values[i].setNull();
            } else {
                try {
                    parsers[i].parse(cells.text(), cells.begin(cell), cells.end(cell), values[i]);
                } catch (BadCellException bad) {
                    return reject(
                            columns.get(i).name(),
                            "'" + shown(String.valueOf(cells.text(cell))) + "' " + bad.getMessage());
                }
            }
        }
        return values;
    }

    private Value @Nullable [] reject(String inColumn, String why) {
        column = inColumn;
        reason = why;
        return null;
    }

    private static String shown(String cell) {
        return cell.length() <= SHOWN_CHARACTERS ? cell : cell.substring(0, SHOWN_CHARACTERS) + "…";
    }

    @Override
    public boolean leavesOut() {
        return false;
    }

    @Override
    public String column() {
        return column;
    }

    @Override
    public String reason() {
        return reason;
    }
}
