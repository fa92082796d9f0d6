package com.orchestrator.connectors;

import com.orchestrator.connectors.type.ColumnType;
import com.orchestrator.connectors.type.TextForm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as text, in columns that have names. One reader at a time. */
public interface Source extends AutoCloseable {

    /**
     * @param type as the source knows it; null when it has only text
     */
    record SourceColumn(String name, @Nullable ColumnType type) {}

    /** Takes rows one by one. */
    @FunctionalInterface
    interface Rows {

        /**
         * @param line where the row begins in its file, or its number, from 1
         * @param cells by the source's columns; of another number when the row has too few fields, or too many
         */
        void row(long line, Cells cells);
    }

    /**
     * The columns that are there now, in their order. Short: no rows are read for it.
     *
     * @throws ConnectorException if the source is not there, or is none
     */
    List<SourceColumn> columns();

    /** How its text is to be read. */
    default TextForm form() {
        return TextForm.PLAIN;
    }

    /**
     * Hands out every row. A source that can leaves out those whose {@code cursor} is not beyond what {@code after} says; who asks looks
     * again.
     *
     * @throws ConnectorException if it cannot be read to its end
     */
    void read(@Nullable After after, Rows rows);

    /** Rows behind this value of a column. */
    record After(String column, ColumnType type, String value) {}

    @Override
    void close();
}
