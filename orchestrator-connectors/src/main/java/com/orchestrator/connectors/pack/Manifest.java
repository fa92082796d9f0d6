package com.orchestrator.connectors.pack;

import com.orchestrator.connectors.type.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a package holds.
 *
 * @param job whose package it is
 * @param run the run that made it; of all packages of a job no two have the same
 * @param afterRun the run that had been loaded last when this was read; null before the first
 * @param columns in order, with their frozen types
 * @param from where the cursor stood; null when there was none
 * @param to where it stands when this is loaded
 * @param cursorColumn null when every run takes everything
 * @param rowsRead by the source, rejected ones too
 * @param changes of the schema, in words
 * @param addsColumns whether a table may get columns that it lacks
 */
public record Manifest(
        String job,
        String run,
        @Nullable String afterRun,
        List<Column> columns,
        List<Part> parts,
        @Nullable String cursorColumn,
        @Nullable String from,
        @Nullable String to,
        long rowsRead,
        long rowsRejected,
        List<String> changes,
        boolean addsColumns) {

    /**
     * @param sha256 of the file, in hexadecimal
     */
    public record Part(String file, long rows, long bytes, String sha256) {}

    public Manifest {
        columns = List.copyOf(columns);
        parts = List.copyOf(parts);
        changes = List.copyOf(changes);
    }

    /** In all parts. */
    public long rows() {
        return parts.stream().mapToLong(Part::rows).sum();
    }

    public long bytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }
}
