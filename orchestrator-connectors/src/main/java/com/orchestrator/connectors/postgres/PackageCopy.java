package com.orchestrator.connectors.postgres;

import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Target.Steps;
import com.orchestrator.connectors.column.ColumnReader;
import com.orchestrator.connectors.column.PageValues;
import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.pack.Manifest.Part;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongConsumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Sends a package by COPY, in its binary form: no character has a meaning there (a line {@code \.} ends a CSV), and the server has no
 * numbers and times to read, which takes it half as long. Rows go from the pages of the package to what is sent, without an object for any.
 */
final class PackageCopy {

    private final PGConnection postgres;
    private final String copy;
    private final Field[] fields;

    /**
     * @param into a table and its columns
     * @param fields one for each column of the package
     */
    PackageCopy(PGConnection postgres, String into, List<Field> fields) {
        this.postgres = postgres;
        this.copy = "COPY " + into + " FROM STDIN (FORMAT binary)";
        this.fields = fields.toArray(Field[]::new);
    }

    /**
     * @param steps hears how many rows are sent
     * @return how many rows the server has counted
     */
    long send(LoadPackage pack, Steps steps) throws SQLException {
        CopyIn into = postgres.getCopyAPI().copyIn(copy);
        try {
            CopyBuffer buffer = new CopyBuffer(into);
            buffer.begin();
            long sent = 0;
            for (Part part : pack.manifest().parts()) {
                long before = sent;
                send(pack, part, buffer, rows -> steps.written(before + rows));
                sent += part.rows();
            }
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

    /** @param sent hears how many rows of the part are sent */
    private void send(LoadPackage pack, Part part, CopyBuffer buffer, LongConsumer sent)
            throws SQLException, IOException {
        try (ColumnReader reader = new ColumnReader(
                pack.directory().resolve(part.file()), pack.manifest().columns())) {
            for (long left = part.rows(); left > 0; ) {
                int rows = reader.next();
                send(reader.columns(), rows, buffer);
                left -= rows;
                sent.accept(part.rows() - left);
            }
        }
    }

    private void send(PageValues[] values, int rows, CopyBuffer buffer) throws SQLException {
        for (int row = 0; row < rows; row++) {
            buffer.row(fields.length);
            for (int i = 0; i < fields.length; i++) {
                if (values[i].next()) {
                    fields[i].put(values[i], buffer);
                } else {
                    buffer.putNull();
                }
            }
        }
    }
}
