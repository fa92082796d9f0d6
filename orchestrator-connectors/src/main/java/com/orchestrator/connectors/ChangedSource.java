package com.orchestrator.connectors;

import com.orchestrator.connectors.RowChange.BadRowException;
import com.orchestrator.connectors.type.Value;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A source whose rows are changed one by one. Its columns are those of the changed rows; the cells that it hands out are still those of the
 * source, so that a row that is set aside is the one that somebody can find there. {@link #reader} makes the one of the other.
 */
final class ChangedSource implements Source {

    private final Source source;
    private final RowCheck before;
    private final RowChange.Rows rows;

    /** @param shape of the source itself */
    ChangedSource(Source source, Shape shape, RowChange change) {
        this.source = source;
        this.before = new RowCheck(shape, source.columns().size(), Set.of(), source.form());
        this.rows = change.of(shape.columns());
    }

    @Override
    public List<SourceColumn> columns() {
        return rows.columns().stream()
                .map(column -> new SourceColumn(column.name(), column.type()))
                .toList();
    }

    /** What the target has seen of its cursor says nothing of a column of the source. */
    @Override
    public void read(@Nullable After after, Rows all) {
        source.read(null, all);
    }

    @Override
    public void close() {
        // Whoever opened the source closes it.
    }

    /** @param after checks what was made of a row */
    RowReader reader(RowReader after) {
        return new Changing(after);
    }

    private final class Changing implements RowReader {

        private final RowReader after;
        private final Cells made = new Cells();
        private boolean leavesOut;
        private String column = "";
        private String reason = "";

        Changing(RowReader after) {
            this.after = after;
        }

        @Override
        public Value @Nullable [] values(Cells cells) {
            leavesOut = false;
            Value[] row = before.values(cells);
            if (row == null) {
                return reject(before);
            }
            try {
                leavesOut = !rows.change(row, made.clear());
            } catch (BadRowException bad) {
                column = bad.column();
                reason = String.valueOf(bad.getMessage());
                return null;
            }
            if (leavesOut) {
                return null;
            }
            Value[] values = after.values(made);
            return values == null ? reject(after) : values;
        }

        private Value @Nullable [] reject(RowReader by) {
            column = by.column();
            reason = by.reason();
            return null;
        }

        @Override
        public boolean leavesOut() {
            return leavesOut;
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
}
