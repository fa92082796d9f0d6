package com.orchestrator.connectors.csv;

import com.orchestrator.connectors.ConnectorException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The characters of a file, without its byte order mark; bytes that are none are an error. Counts quotes: where their number is odd at the
 * end, one was opened and never closed, which the reader of records does not notice.
 */
final class FileText extends Reader {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Reader text;
    private final char quote;
    private boolean started;
    private boolean ended;
    private boolean odd;

    FileText(Path file, char quote) throws IOException {
        this.quote = quote;
        this.text = new InputStreamReader(
                Files.newInputStream(file),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        int read = text.read(into, offset, length);
        if (!started && read > 0) {
            started = true;
            if (into[offset] == BYTE_ORDER_MARK) {
                read--;
                System.arraycopy(into, offset + 1, into, offset, read);
                read = read > 0 ? read : text.read(into, offset, length);
            }
        }
        ended = read < 0;
        int quotes = 0;
        for (int i = offset; i < offset + read; i++) {
            quotes += into[i] == quote ? 1 : 0;
        }
        odd ^= quotes % 2 != 0;
        return read;
    }

    /** So that the record being read is the last one. */
    boolean isAtEnd() {
        return ended;
    }

    void requireClosedQuotes(long line) {
        if (odd) {
            throw new ConnectorException(
                    "NOT_CSV",
                    "A quote is opened and never closed: the record that begins at line " + line
                            + " takes up all the rest");
        }
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
