package com.orchestrator.connectors.column;

import com.orchestrator.connectors.type.Column;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads what {@link ParquetFile} has written, from its begin on, a row group at a time. No file of somebody else: nothing is looked up in the
 * footer.
 */
public final class ColumnReader implements AutoCloseable {

    private static final int BUFFER = 1 << 16;
    private static final int MAGIC_BYTES = 4;

    private final InputStream in;
    private final PageValues[] columns;

    public ColumnReader(Path file, List<Column> columns) throws IOException {
        this.columns =
                columns.stream().map(column -> new PageValues(column.type())).toArray(PageValues[]::new);
        this.in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        in.skipNBytes(MAGIC_BYTES);
    }

    /**
     * Takes up the next row group. Whoever asks knows how many rows the file has.
     *
     * @return how many of them are in the group
     */
    public int next() throws IOException {
        int rows = 0;
        for (PageValues column : columns) {
            rows = column.read(in);
        }
        return rows;
    }

    /** Those of the group that was taken up, one for each column; each is before its first row. */
    public PageValues[] columns() {
        return columns;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
