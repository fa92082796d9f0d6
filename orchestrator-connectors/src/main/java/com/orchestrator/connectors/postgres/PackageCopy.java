package com.orchestrator.connectors.postgres;

import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Workroom;
import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.pack.PackageRows;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Sends a package by COPY, in its binary form: no character has a meaning there (a line {@code \.} ends a CSV), and the server has no
 * numbers and times to read, which takes it half as long.
 */
final class PackageCopy {

    private final PGConnection postgres;
    private final String copy;
    private final List<Field> fields;

    /**
     * @param into a table and its columns
     */
    PackageCopy(PGConnection postgres, String into, List<Field> fields) {
        this.postgres = postgres;
        this.copy = "COPY " + into + " FROM STDIN (FORMAT binary)";
        this.fields = fields;
    }

    /** How many rows the server has counted. */
    long send(LoadPackage pack, Workroom workroom) throws SQLException {
        CopyIn into = postgres.getCopyAPI().copyIn(copy);
        try {
            CopyBuffer buffer = new CopyBuffer(into);
            buffer.begin();
            PackageRows.read(
                    pack, workroom, fields.stream().map(Field::expression).toList(), chunk -> send(chunk, buffer));
            buffer.end();
            return into.endCopy();
        } catch (IOException e) {
            throw new ConnectorException("IO_FAILED", "The load package cannot be read: " + e.getMessage(), e);
        } finally {
            // While a copy is open, any other statement on the connection waits for ever, the rollback too.
            if (into.isActive()) {
                into.cancelCopy();
            }
        }
    }

    private void send(DuckDBDataChunkReader chunk, CopyBuffer buffer) throws SQLException {
        int width = fields.size();
        DuckDBReadableVector[] vectors = new DuckDBReadableVector[width];
        Field.Form[] forms = new Field.Form[width];
        for (int i = 0; i < width; i++) {
            vectors[i] = chunk.vector(i);
            forms[i] = fields.get(i).form();
        }
        for (long row = 0; row < chunk.rowCount(); row++) {
            buffer.row(width);
            for (int i = 0; i < width; i++) {
                if (vectors[i].isNull(row)) {
                    buffer.putNull();
                } else {
                    forms[i].put(vectors[i], row, buffer);
                }
            }
        }
    }
}
