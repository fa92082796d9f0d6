package com.orchestrator.connectors.csv;

import com.orchestrator.connectors.Cells;
import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.Arrays;

/**
 * A record as it stands in the file, the one before overwritten. Only a field without quotes can be NULL, so {@code ""} is an empty text
 * beside {@code null: ""}.
 */
final class CsvRow extends AbstractBaseCsvCallbackHandler<CsvRow> {

    private final char[] nullText;
    private final Cells cells = new Cells();

    CsvRow(String nullText) {
        this.nullText = nullText.toCharArray();
    }

    @Override
    protected void handleBegin(long line) {
        cells.clear();
    }

    @Override
    protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
        if (!quoted && isNull(text, offset, length)) {
            cells.add(null);
        } else {
            cells.add(text, offset, length);
        }
    }

    private boolean isNull(char[] text, int offset, int length) {
        return length == nullText.length && Arrays.equals(text, offset, offset + length, nullText, 0, length);
    }

    /** A line with nothing on it is one field. */
    @Override
    protected void handleEmpty() {
        cells.add(nullText.length == 0 ? null : "");
    }

    @Override
    protected CsvRow buildRecord() {
        return this;
    }

    long line() {
        return getStartingLineNumber();
    }

    Cells cells() {
        return cells;
    }
}
