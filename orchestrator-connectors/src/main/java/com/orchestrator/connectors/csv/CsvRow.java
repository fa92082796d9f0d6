package com.orchestrator.connectors.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stands in the file, the one before overwritten. Only a field without quotes can be NULL, so {@code ""} is an empty text
 * beside {@code null: ""}.
 */
final class CsvRow extends AbstractBaseCsvCallbackHandler<CsvRow> {

    private static final int FIRST_WIDTH = 16;

    private final String nullText;
    private @Nullable String[] cells = new @Nullable String[FIRST_WIDTH];
    private int count;

    CsvRow(String nullText) {
        this.nullText = nullText;
    }

    @Override
    protected void handleBegin(long line) {
        count = 0;
    }

    @Override
    protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
        if (count == cells.length) {
            cells = Arrays.copyOf(cells, 2 * count);
        }
        cells[count] = !quoted && isNull(text, offset, length) ? null : new String(text, offset, length);
        count++;
    }

    private boolean isNull(char[] text, int offset, int length) {
        return length == nullText.length()
                && Arrays.equals(text, offset, offset + length, nullText.toCharArray(), 0, length);
    }

    /** A line with nothing on it is one field. */
    @Override
    protected void handleEmpty() {
        cells[0] = nullText.isEmpty() ? null : "";
        count = 1;
    }

    @Override
    protected CsvRow buildRecord() {
        return this;
    }

    long line() {
        return getStartingLineNumber();
    }

    @Nullable
    String[] cells() {
        return Arrays.copyOf(cells, count);
    }
}
