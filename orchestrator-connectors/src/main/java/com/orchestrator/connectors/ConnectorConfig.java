package com.orchestrator.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.ColumnType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A configuration that its {@link ConfigSpec} has nothing against.
 *
 * @param json as it is in the job
 * @param workroom what the process allows
 */
public record ConnectorConfig(ObjectNode json, Workroom workroom) {

    public boolean has(String name) {
        return json.hasNonNull(name);
    }

    public String text(String name) {
        return json.path(name).asText();
    }

    public String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    public boolean flag(String name, boolean otherwise) {
        return has(name) ? json.path(name).asBoolean() : otherwise;
    }

    public char character(String name, char otherwise) {
        return has(name) ? text(name).charAt(0) : otherwise;
    }

    public Path path(String name) {
        return workroom.allowed(text(name));
    }

    public Disposition disposition() {
        return Disposition.valueOf(text("disposition", "append").toUpperCase(Locale.ROOT));
    }

    public List<String> texts(String name) {
        List<String> all = new ArrayList<>();
        json.path(name).forEach(one -> all.add(one.asText()));
        return all;
    }

    /** What the job declares; empty when it leaves that to the first look. */
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (JsonNode column : json.path("columns")) {
            columns.add(new Column(
                    column.path("name").asText(),
                    ColumnType.of(column.path("type").asText())));
        }
        return columns;
    }
}
