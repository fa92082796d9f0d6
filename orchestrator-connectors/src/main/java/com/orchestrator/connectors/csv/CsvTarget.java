package com.orchestrator.connectors.csv;

import com.orchestrator.connectors.Workroom;
import com.orchestrator.connectors.pack.FileTarget;
import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.pack.PackageRows;
import com.orchestrator.connectors.pack.Sql;
import com.orchestrator.connectors.type.Column;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/** A CSV file, written anew. Texts stand in quotes and NULL never does, so that an empty text is told from it. */
final class CsvTarget extends FileTarget {

    private final CsvForm form;

    CsvTarget(Path file, CsvForm form, Workroom workroom) {
        super(file, workroom);
        this.form = form;
    }

    /** How the values of a column are written; none is NULL. */
    private interface Cell {
        String text(DuckDBReadableVector values, long row);
    }

    @Override
    protected void write(LoadPackage pack, Workroom workroom, Path into) throws SQLException, IOException {
        List<Column> columns = pack.manifest().columns();
        List<String> expressions = columns.stream().map(this::expression).toList();
        Cell[] cells = columns.stream().map(this::cell).toArray(Cell[]::new);
        try (BufferedWriter out = Files.newBufferedWriter(into)) {
            if (form.header()) {
                out.write(columns.stream()
                        .map(column -> quoted(column.name()))
                        .collect(Collectors.joining(String.valueOf(form.delimiter()))));
                out.write('\n');
            }
            PackageRows.read(pack, workroom, expressions, chunk -> write(chunk, cells, out));
        }
    }

    private void write(DuckDBDataChunkReader chunk, Cell[] cells, Writer out) throws IOException {
        DuckDBReadableVector[] vectors = new DuckDBReadableVector[cells.length];
        for (int i = 0; i < cells.length; i++) {
            vectors[i] = chunk.vector(i);
        }
        for (long row = 0; row < chunk.rowCount(); row++) {
            for (int i = 0; i < cells.length; i++) {
                if (i > 0) {
                    out.write(form.delimiter());
                }
                out.write(vectors[i].isNull(row) ? form.nullText() : cells[i].text(vectors[i], row));
            }
            out.write('\n');
        }
    }

    /** What is read of the package: a date when it has a form of its own, all else as DuckDB writes it. */
    private String expression(Column column) {
        return dates(column) == null ? Sql.name(column.name()) + "::VARCHAR" : Sql.name(column.name());
    }

    private @Nullable DateTimeFormatter dates(Column column) {
        return switch (column.type().kind()) {
            case DATE -> form.text().dates();
            default -> null;
        };
    }

    private Cell cell(Column column) {
        DateTimeFormatter dates = dates(column);
        if (dates != null) {
            UnaryOperator<String> quotes = quotesIfNeeded();
            return (values, row) -> quotes.apply(dates.format(values.getLocalDate(row)));
        }
        char point = form.text().decimal();
        return switch (column.type().kind()) {
            case TEXT, JSON -> (values, row) -> quoted(values.getString(row));
            case DECIMAL, DOUBLE -> {
                UnaryOperator<String> quotes = quotesIfNeeded();
                yield (values, row) -> quotes.apply(values.getString(row).replace('.', point));
            }
            default -> (values, row) -> values.getString(row);
        };
    }

    /** A fraction behind a comma, in a file that has commas between its fields. */
    private UnaryOperator<String> quotesIfNeeded() {
        return text -> text.indexOf(form.delimiter()) < 0 ? text : quoted(text);
    }

    private String quoted(String text) {
        String quote = String.valueOf(form.quote());
        return quote + text.replace(quote, quote + quote) + quote;
    }
}
