package com.orchestrator.connectors.pack;

import com.orchestrator.connectors.Workroom;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;

/** The rows of a package as columns of a few thousand values, in order; never more than some of these are in memory. */
public final class PackageRows {

    private PackageRows() {}

    /** Takes the next rows. */
    @FunctionalInterface
    public interface Chunks {
        void take(DuckDBDataChunkReader chunk) throws SQLException, IOException;
    }

    /**
     * @param expressions what is made of a row, in SQL
     */
    public static void read(LoadPackage pack, Workroom workroom, List<String> expressions, Chunks chunks)
            throws SQLException, IOException {
        String select = "SELECT " + String.join(", ", expressions) + " FROM " + pack.table();
        try (DuckDBConnection duckdb = DuckDb.inMemory(workroom);
                DuckDBPreparedStatement statement = duckdb.prepare(select);
                DuckDBChunkedResult result = statement.query()) {
            while (result.nextChunk()) {
                chunks.take(result.chunk());
            }
        }
    }
}
