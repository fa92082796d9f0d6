package com.orchestrator.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.IntStream;

/** Writes data to stdout in the form that was asked for, and notes for people to stderr. */
public final class Printer {

    private final Console console;
    private final Format format;
    private final boolean headers;
    private final boolean notes;

    public Printer(Console console, Format format, boolean headers, boolean notes) {
        this.console = console;
        this.format = format;
        this.headers = headers;
        this.notes = notes;
    }

    public Format format() {
        return format;
    }

    /** One thing: a document, or a table of one line. */
    public void one(View view, JsonNode thing) {
        switch (format) {
            case JSON -> line(Json.pretty(thing));
            case NDJSON -> line(Json.text(thing));
            case YAML -> console.out().print(Yaml.of(thing));
            case NAME -> line(view.name().apply(thing));
            case TABLE, WIDE -> table(view, List.of(thing));
        }
    }

    /** Several things: as JSON and YAML an array. */
    public void all(View view, List<JsonNode> things) {
        switch (format) {
            case JSON -> line(Json.pretty(JsonNodeFactory.instance.arrayNode().addAll(things)));
            case NDJSON -> things.forEach(thing -> line(Json.text(thing)));
            case YAML ->
                console.out().print(Yaml.of(JsonNodeFactory.instance.arrayNode().addAll(things)));
            case NAME -> things.forEach(thing -> line(view.name().apply(thing)));
            case TABLE, WIDE -> table(view, things);
        }
    }

    /** As it is. */
    public void line(String text) {
        console.out().print(text + "\n");
    }

    /** At once, for what comes bit by bit. */
    public void lineNow(String text) {
        line(text);
        console.out().flush();
    }

    /** For people beside the data, and after what has been written of it. */
    public void note(String text) {
        if (notes) {
            console.out().flush();
            console.err().print(text + "\n");
        }
    }

    /** Whether somebody sees how far something is. */
    public boolean showsProgress() {
        return notes && console.isTerminal(Console.Stream.ERR);
    }

    /** Where the last progress line stood, on a terminal only; elsewhere nothing. */
    public void progress(String text) {
        if (showsProgress()) {
            PrintStream err = console.err();
            err.print("\r" + text + "\u001b[K");
            err.flush();
        }
    }

    /** Ends a progress line. */
    public void progressDone() {
        progress("");
    }

    private void table(View view, List<JsonNode> things) {
        List<View.Column> columns = view.shown(format == Format.WIDE);
        List<List<String>> rows = things.stream()
                .map(thing -> columns.stream()
                        .map(column -> oneLine(column.cell().apply(thing)))
                        .toList())
                .toList();
        if (rows.isEmpty()) {
            note("Nothing found.");
            return;
        }
        int[] widths = IntStream.range(0, columns.size())
                .map(column -> width(columns.get(column).title(), rows, column))
                .toArray();
        if (headers) {
            row(columns.stream().map(View.Column::title).toList(), widths);
        }
        rows.forEach(row -> row(row, widths));
    }

    private static int width(String title, List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).reduce(title.length(), Math::max);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private void row(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column).isEmpty() ? "-" : cells.get(column);
            line.append(Colours.of(console, cell));
            if (column < cells.size() - 1) {
                line.append(" ".repeat(widths[column] - length(cell) + 2));
            }
        }
        line(line.toString());
    }

    /** What comes from others stays in its line, and moves no cursor. */
    public static String oneLine(String cell) {
        return cell.codePoints()
                .map(point -> Character.isISOControl(point) ? ' ' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
