package com.orchestrator.connectors;

import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.Value;
import java.util.List;

/** Makes another row of each row. */
@FunctionalInterface
public interface RowChange {

    /**
     * Of a source.
     *
     * @param source its columns
     * @throws ConnectorException if it cannot be said of such rows
     */
    Rows of(List<Column> source);

    /** One reader at a time. */
    interface Rows {

        /** Of the rows that are made. */
        List<Column> columns();

        /**
         * @param row by the source's columns
         * @param into the cells of the row that is made, as text that is still to be read as its columns' types; empty before
         * @return whether there is one
         * @throws BadRowException if none can be made of this row
         */
        boolean change(Value[] row, Cells into) throws BadRowException;
    }

    /** A row that nothing can be made of. Without a stack trace, since a file can have millions. */
    final class BadRowException extends Exception {

        private final String column;

        /** @param column the one that was to be made; empty when it is the row as a whole */
        public BadRowException(String column, String reason) {
            super(reason, null, false, false);
            this.column = column;
        }

        String column() {
            return column;
        }
    }
}
