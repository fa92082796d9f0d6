package com.orchestrator.connectors.pack;

import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Source;
import com.orchestrator.connectors.Workroom;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/** What a query of DuckDB makes of the rows of a package, which it knows as {@code rows}. It sees nothing else: no file, no network. */
public final class Transformed {

    private Transformed() {}

    /**
     * @param query a SELECT
     */
    public static Source of(LoadPackage pack, String query, Workroom workroom) {
        return new DuckDbSource(() -> open(pack, workroom), "(" + query + "\n) AS etl_rows");
    }

    private static DuckDBConnection open(LoadPackage pack, Workroom workroom) {
        DuckDBConnection duckdb = DuckDb.inMemory(workroom);
        String files = pack.manifest().parts().stream()
                .map(part -> Sql.text(pack.directory().resolve(part.file()).toString()))
                .collect(Collectors.joining(", "));
        try (Statement statement = duckdb.createStatement()) {
            statement.execute("SET allowed_paths = [" + files + "]");
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
            statement.execute("CREATE VIEW rows AS SELECT * FROM " + pack.table());
            return duckdb;
        } catch (SQLException e) {
            close(duckdb, e);
            throw new ConnectorException("DUCKDB_FAILED", String.valueOf(e.getMessage()), e);
        }
    }

    private static void close(DuckDBConnection duckdb, SQLException why) {
        try {
            duckdb.close();
        } catch (SQLException more) {
            why.addSuppressed(more);
        }
    }
}
