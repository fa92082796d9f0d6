package com.orchestrator.connectors.column;

import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.Value;
import java.util.List;

/** Rows by columns: all that is in memory of a file that is being written. Filled, written, and filled again. */
public final class RowGroup {

    /** Whichever comes first. DuckDB reads a group with one thread, and likes them about as long. */
    private static final int MAX_ROWS = 100_000;

    private static final int MAX_BYTES = 12 << 20;

    private final Page[] pages;
    private int rows;

    public RowGroup(List<Column> columns) {
        pages = columns.stream()
                .map(column -> new Page(Physical.of(column.type())))
                .toArray(Page[]::new);
    }

    /** One for each column. */
    public void add(Value[] row) {
        for (int i = 0; i < pages.length; i++) {
            pages[i].add(row[i]);
        }
        rows++;
    }

    public boolean isFull() {
        return rows >= MAX_ROWS || (rows % 1_000 == 0 && bytes() >= MAX_BYTES);
    }

    private int bytes() {
        int bytes = 0;
        for (Page page : pages) {
            bytes += page.bytes();
        }
        return bytes;
    }

    public int rows() {
        return rows;
    }

    Page[] pages() {
        return pages;
    }

    public void clear() {
        for (Page page : pages) {
            page.clear();
        }
        rows = 0;
    }
}
