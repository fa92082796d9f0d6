package com.orchestrator.connectors.pack;

import com.orchestrator.connectors.type.Column;
import java.util.List;
import java.util.stream.Collectors;

/** Names and texts within statements. */
public final class Sql {

    private Sql() {}

    public static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    public static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A table as people write it, {@code sales} or {@code shop.sales}. */
    public static String table(String written) {
        return List.of(written.split("\\.")).stream().map(Sql::name).collect(Collectors.joining("."));
    }

    public static String names(List<Column> columns) {
        return columns.stream().map(column -> name(column.name())).collect(Collectors.joining(", "));
    }
}
