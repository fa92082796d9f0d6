package com.orchestrator.connectors.csv;

import com.orchestrator.connectors.Cells;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Source;
import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.TextForm;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CSV file in UTF-8. */
final class CsvSource implements Source {

    /** Of one field. A quote that is never closed would else take up the rest of the file. */
    private static final int MAX_FIELD = 16 << 20;

    private final Path file;
    private final CsvForm form;
    private final List<Column> declared;

    CsvSource(Path file, CsvForm form, List<Column> declared) {
        this.file = file;
        this.form = form;
        this.declared = declared;
        if (!Files.isRegularFile(file)) {
            throw new ConnectorException("FILE_MISSING", "There is no file " + file);
        }
    }

    @Override
    public TextForm form() {
        return form.text();
    }

    @Override
    public List<SourceColumn> columns() {
        if (!form.header() && !declared.isEmpty()) {
            return declared.stream()
                    .map(column -> new SourceColumn(column.name(), column.type()))
                    .toList();
        }
        List<SourceColumn> columns = new ArrayList<>();
        readAll(1, row -> {
            Cells cells = row.cells();
            for (int i = 0; i < cells.count(); i++) {
                String written =
                        cells.isNull(i) ? "" : String.valueOf(cells.text(i)).strip();
                columns.add(new SourceColumn(form.header() ? written : "column" + (i + 1), null));
            }
            return false;
        });
        if (columns.isEmpty()) {
            throw new ConnectorException("FILE_EMPTY", file + " has not even a header line");
        }
        return columns;
    }

    @Override
    public void read(@Nullable After after, Rows rows) {
        boolean[] isHeader = {form.header()};
        readAll(columns().size(), row -> {
            if (!isHeader[0]) {
                rows.row(row.line(), row.cells());
            }
            isHeader[0] = false;
            return true;
        });
    }

    private interface Visitor {
        /** Whether there is to be a next one. */
        boolean visit(CsvRow row);
    }

    private void readAll(int width, Visitor visitor) {
        long line = 1;
        try (FileText text = new FileText(file, form.quote());
                CsvReader<CsvRow> reader = CsvReader.builder()
                        .fieldSeparator(form.delimiter())
                        .quoteCharacter(form.quote())
                        // With one column an empty line is a row whose value is NULL.
                        .skipEmptyLines(width > 1)
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .allowExtraCharsAfterClosingQuote(false)
                        .maxBufferSize(MAX_FIELD)
                        .build(new CsvRow(form.nullText()), text)) {
            Iterator<CsvRow> all = reader.iterator();
            boolean goesOn = true;
            while (goesOn && all.hasNext()) {
                CsvRow row = all.next();
                line = row.line();
                if (text.isAtEnd()) {
                    text.requireClosedQuotes(line);
                }
                goesOn = visitor.visit(row);
            }
        } catch (CsvParseException | UncheckedIOException | IOException e) {
            throw unreadable(e, line);
        }
    }

    private ConnectorException unreadable(Exception e, long line) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CharacterCodingException || cause instanceof MalformedInputException) {
                return new ConnectorException(
                        "NOT_UTF8", file + " has bytes behind line " + line + " that are not UTF-8", e);
            }
        }
        if (e instanceof CsvParseException) {
            return new ConnectorException("NOT_CSV", file + " behind line " + line + ": " + e.getMessage(), e);
        }
        return new ConnectorException(
                "IO_FAILED", file + " cannot be read behind line " + line + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        // Every reading closes what it has opened.
    }
}
