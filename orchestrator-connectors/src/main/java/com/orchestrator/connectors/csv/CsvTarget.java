package com.orchestrator.connectors.csv;

import com.orchestrator.connectors.Workroom;
import com.orchestrator.connectors.pack.FileTarget;
import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.pack.PackageLines;
import com.orchestrator.connectors.pack.Sql;
import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.ColumnType.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** A CSV file, written anew. Texts stand in quotes and NULL never does, so that an empty text is told from it. */
final class CsvTarget extends FileTarget {

    private final CsvForm form;

    CsvTarget(Path file, CsvForm form, Workroom workroom) {
        super(file, workroom);
        this.form = form;
    }

    @Override
    protected void write(LoadPackage pack, Workroom workroom, Path into) throws SQLException, IOException {
        String between = " || " + Sql.text(String.valueOf(form.delimiter())) + " || ";
        String line = pack.manifest().columns().stream().map(this::cell).collect(Collectors.joining(between));
        try (OutputStream out = Files.newOutputStream(into)) {
            if (form.header()) {
                out.write((header(pack) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            PackageLines.send(pack, workroom, line + " || chr(10)", out::write);
        }
    }

    private String header(LoadPackage pack) {
        String quote = String.valueOf(form.quote());
        return pack.manifest().columns().stream()
                .map(column -> quote + column.name().replace(quote, quote + quote) + quote)
                .collect(Collectors.joining(String.valueOf(form.delimiter())));
    }

    private String cell(Column column) {
        String text = Sql.name(column.name()) + "::VARCHAR";
        boolean isText = column.type().kind() == Kind.TEXT || column.type().kind() == Kind.JSON;
        return "coalesce(" + (isText ? quoted(text) : text) + ", " + Sql.text(form.nullText()) + ")";
    }

    private String quoted(String text) {
        String quote = String.valueOf(form.quote());
        return Sql.text(quote) + " || replace(" + text + ", " + Sql.text(quote) + ", " + Sql.text(quote + quote)
                + ") || " + Sql.text(quote);
    }
}
