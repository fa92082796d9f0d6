package com.orchestrator.connectors;

import com.orchestrator.connectors.type.TextForm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first rows of a source. */
final class Sample implements Source {

    /** Ends a reading. */
    private static final class EnoughException extends RuntimeException {

        private static final EnoughException ENOUGH = new EnoughException();

        private EnoughException() {
            super("Enough rows were read", null, false, false);
        }
    }

    private final Source whole;
    private final long most;
    private boolean complete;

    /** @param whole stays open */
    Sample(Source whole, long most) {
        this.whole = whole;
        this.most = most;
    }

    @Override
    public List<SourceColumn> columns() {
        return whole.columns();
    }

    @Override
    public TextForm form() {
        return whole.form();
    }

    @Override
    public void read(@Nullable After after, Rows rows) {
        long[] read = {0};
        complete = false;
        try {
            whole.read(after, (line, cells) -> {
                if (++read[0] > most) {
                    throw EnoughException.ENOUGH;
                }
                rows.row(line, cells);
            });
            complete = true;
        } catch (EnoughException enough) {
            // The source has closed what it had opened.
        }
    }

    /** Whether the last reading has seen every row. */
    boolean isComplete() {
        return complete;
    }

    @Override
    public void close() {
        // Whoever opened the source closes it.
    }
}
