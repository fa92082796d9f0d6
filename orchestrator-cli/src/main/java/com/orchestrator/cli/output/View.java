package com.orchestrator.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How things of one kind are shown in a table.
 *
 * @param name what a thing goes by
 * @param columns the first ones stand in every table, the others in wide ones
 */
public record View(Function<JsonNode, String> name, List<Column> columns) {

    /** One column. */
    public record Column(String title, Function<JsonNode, String> cell, boolean isWide) {}

    /** @param pointer to what a thing goes by */
    public static View by(String pointer) {
        return new View(thing -> Json.at(thing, pointer), List.of());
    }

    /** Things that go by several fields, with slashes between them. */
    public static View by(String first, String second) {
        return new View(thing -> Json.at(thing, first) + "/" + Json.at(thing, second), List.of());
    }

    public View column(String title, String pointer) {
        return column(title, thing -> Times.shortened(Json.at(thing, pointer)));
    }

    public View column(String title, Function<JsonNode, String> cell) {
        return plus(new Column(title, cell, false));
    }

    public View wide(String title, String pointer) {
        return plus(new Column(title, thing -> Times.shortened(Json.at(thing, pointer)), true));
    }

    private View plus(Column column) {
        List<Column> more = new ArrayList<>(columns);
        more.add(column);
        return new View(name, List.copyOf(more));
    }

    List<Column> shown(boolean wide) {
        return columns.stream().filter(column -> wide || !column.isWide()).toList();
    }
}
