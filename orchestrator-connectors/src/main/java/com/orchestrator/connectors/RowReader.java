package com.orchestrator.connectors;

import com.orchestrator.connectors.type.Value;
import org.jspecify.annotations.Nullable;

/** Makes values of the cells of a source's rows, one row after the other. */
interface RowReader {

    /** One for each column of the package, filled again by the next row; null when there are none. */
    Value @Nullable [] values(Cells cells);

    /** Whether there were no values because nobody wants the row; else it is to be rejected. */
    boolean leavesOut();

    /** Of the row rejected last; empty when it is the whole row. */
    String column();

    /** Why the last row was rejected. */
    String reason();
}
