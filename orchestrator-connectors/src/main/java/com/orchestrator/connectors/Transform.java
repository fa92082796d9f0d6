package com.orchestrator.connectors;

import com.orchestrator.connectors.Extraction.Request;
import com.orchestrator.connectors.pack.LoadPackage;
import java.nio.file.Path;

/** What becomes of rows between their source and their package. */
@FunctionalInterface
public interface Transform {

    /** Nothing: they are moved as they are. */
    Transform NONE = Extraction::run;

    /**
     * @param directory where the package is to lie; whatever is there goes
     * @param rejects a file for the rows that are set aside, made when there are any
     * @throws ConnectorException if the source is not as the job says, or cannot be changed like this; there is no package then
     */
    LoadPackage run(Extraction extraction, Source source, Request request, Path directory, Path rejects);

    /**
     * All of them together.
     *
     * @param select a SELECT of DuckDB from {@code rows}
     */
    static Transform query(String select, Workroom workroom) {
        return (extraction, source, request, directory, rejects) ->
                extraction.runTransformed(source, select, workroom, request, directory, rejects);
    }

    /** One by one. */
    static Transform eachRow(RowChange change) {
        return (extraction, source, request, directory, rejects) ->
                extraction.runChanged(source, change, request, directory, rejects);
    }
}
