package com.orchestrator.connectors.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.connectors.Cells;
import com.orchestrator.connectors.Source;
import com.orchestrator.connectors.type.Column;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Objects as rows: a member is a column. Columns are those of the job, else those that the first page's objects have. */
final class HttpSource implements Source {

    private final Pages pages;
    private final List<Column> declared;

    HttpSource(Pages pages, List<Column> declared) {
        this.pages = pages;
        this.declared = declared;
    }

    @Override
    public List<SourceColumn> columns() {
        if (!declared.isEmpty()) {
            return declared.stream()
                    .map(column -> new SourceColumn(column.name(), column.type()))
                    .toList();
        }
        Set<String> names = new LinkedHashSet<>();
        pages.forEach(rows -> {
            rows.forEach(row -> row.fieldNames().forEachRemaining(names::add));
            return false;
        });
        return names.stream().map(name -> new SourceColumn(name, null)).toList();
    }

    @Override
    public void read(@Nullable After after, Rows rows) {
        List<SourceColumn> columns = columns();
        Cells cells = new Cells();
        long[] number = {0};
        pages.forEach(page -> {
            for (JsonNode row : page) {
                number[0]++;
                fill(cells.clear(), row, columns);
                rows.row(number[0], cells);
            }
            return true;
        });
    }

    /** What is no object stands before columns that are all missing, and so is rejected for their number. */
    private static void fill(Cells cells, JsonNode row, List<SourceColumn> columns) {
        if (!row.isObject()) {
            cells.add(row.toString());
        }
        for (SourceColumn column : columns) {
            cells.addJson(row.path(column.name()));
        }
    }

    @Override
    public void close() {
        // The client's threads end with it.
    }
}
