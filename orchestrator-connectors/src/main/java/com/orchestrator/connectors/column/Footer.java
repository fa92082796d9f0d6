package com.orchestrator.connectors.column;

import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.ColumnType;
import java.util.ArrayList;
import java.util.List;

/** What stands at the end of a Parquet file: its columns with their types, and where the pages of each row group are. */
final class Footer {

    private static final int SNAPPY = 1;
    private static final int PLAIN = 0;
    private static final int LEVELS = 3;

    private static final int VERSION = 1;
    private static final int OPTIONAL = 1;
    private static final int MICROSECONDS = 2;
    private static final int FIXED_BYTES = 16;
    /** Of the older of the two ways to name a type, without which some readers see bytes. */
    private static final int UTF8 = 0;

    private static final int DECIMAL = 5;
    private static final int DAYS = 6;

    /** Where a column of a row group is. */
    record Chunk(long offset, long compressed, long uncompressed) {}

    private record Group(List<Chunk> chunks, int rows) {}

    private final List<Column> columns;
    private final List<Group> groups = new ArrayList<>();
    private long rows;

    Footer(List<Column> columns) {
        this.columns = columns;
    }

    void add(List<Chunk> chunks, int groupRows) {
        groups.add(new Group(List.copyOf(chunks), groupRows));
        rows += groupRows;
    }

    byte[] bytes() {
        Thrift thrift = new Thrift().element().i32(1, VERSION);
        thrift.list(2, Thrift.STRUCT, columns.size() + 1);
        thrift.element().text(4, "rows").i32(5, columns.size()).end();
        columns.forEach(column -> column(thrift, column));
        thrift.i64(3, rows).list(4, Thrift.STRUCT, groups.size());
        groups.forEach(group -> group(thrift, group));
        return thrift.text(6, "orchestrator").end().bytes();
    }

    private static void column(Thrift thrift, Column column) {
        ColumnType type = column.type();
        Physical physical = Physical.of(type);
        thrift.element().i32(1, physical.code());
        if (physical == Physical.FIXED) {
            thrift.i32(2, FIXED_BYTES);
        }
        thrift.i32(3, OPTIONAL).text(4, column.name());
        switch (type.kind()) {
            case TEXT, JSON -> thrift.i32(6, UTF8).begin(10).begin(1).end().end();
            case DECIMAL ->
                thrift.i32(6, DECIMAL)
                        .i32(7, type.scale())
                        .i32(8, type.precision())
                        .begin(10)
                        .begin(5)
                        .i32(1, type.scale())
                        .i32(2, type.precision())
                        .end()
                        .end();
            case DATE -> thrift.i32(6, DAYS).begin(10).begin(6).end().end();
            case TIMESTAMP -> time(thrift, false);
            case TIMESTAMPTZ -> time(thrift, true);
            case UUID -> thrift.begin(10).begin(14).end().end();
            case INTEGER, BIGINT, DOUBLE, BOOLEAN -> {
                // The physical type says it all.
            }
        }
        thrift.end();
    }

    private static void time(Thrift thrift, boolean isInstant) {
        thrift.begin(10)
                .begin(8)
                .flag(1, isInstant)
                .begin(2)
                .begin(MICROSECONDS)
                .end()
                .end()
                .end()
                .end();
    }

    private void group(Thrift thrift, Group group) {
        thrift.element().list(1, Thrift.STRUCT, columns.size());
        long bytes = 0;
        for (int i = 0; i < columns.size(); i++) {
            chunk(thrift, columns.get(i), group.chunks().get(i), group.rows());
            bytes += group.chunks().get(i).uncompressed();
        }
        thrift.i64(2, bytes).i64(3, group.rows()).end();
    }

    private static void chunk(Thrift thrift, Column column, Chunk chunk, int rows) {
        thrift.element().i64(2, chunk.offset()).begin(3);
        thrift.i32(1, Physical.of(column.type()).code());
        thrift.list(2, Thrift.I32, 2).element(PLAIN).element(LEVELS);
        thrift.list(3, Thrift.BINARY, 1).element(column.name());
        thrift.i32(4, SNAPPY).i64(5, rows);
        thrift.i64(6, chunk.uncompressed()).i64(7, chunk.compressed()).i64(9, chunk.offset());
        thrift.end().end();
    }

    /** What stands before a page. */
    static byte[] pageHeader(int rows, int uncompressed, int compressed) {
        return new Thrift()
                .element()
                .i32(1, 0)
                .i32(2, uncompressed)
                .i32(3, compressed)
                .begin(5)
                .i32(1, rows)
                .i32(2, PLAIN)
                .i32(3, LEVELS)
                .i32(4, LEVELS)
                .end()
                .end()
                .bytes();
    }
}
