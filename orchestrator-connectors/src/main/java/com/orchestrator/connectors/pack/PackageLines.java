package com.orchestrator.connectors.pack;

import com.orchestrator.connectors.Workroom;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The rows of a package as lines of text, which DuckDB makes, in pieces of a bounded size. */
public final class PackageLines {

    private static final int PIECE = 256 * 1024;

    private PackageLines() {}

    /** Takes a piece of UTF-8. */
    @FunctionalInterface
    public interface Pieces {
        void take(byte[] piece) throws SQLException, IOException;
    }

    /**
     * @param line what makes a line of a row, in SQL
     */
    public static void send(LoadPackage pack, Workroom workroom, String line, Pieces pieces)
            throws SQLException, IOException {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream(2 * PIECE);
        try (Connection duckdb = DuckDb.inMemory(workroom);
                Statement statement = duckdb.createStatement();
                ResultSet lines = statement.executeQuery("SELECT " + line + " FROM " + pack.table())) {
            while (lines.next()) {
                buffer.writeBytes(lines.getString(1).getBytes(StandardCharsets.UTF_8));
                if (buffer.size() >= PIECE) {
                    pieces.take(buffer.toByteArray());
                    buffer.reset();
                }
            }
        }
        pieces.take(buffer.toByteArray());
    }
}
