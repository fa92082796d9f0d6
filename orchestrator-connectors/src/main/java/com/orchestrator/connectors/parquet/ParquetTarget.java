package com.orchestrator.connectors.parquet;

import com.orchestrator.connectors.Workroom;
import com.orchestrator.connectors.pack.DuckDb;
import com.orchestrator.connectors.pack.FileTarget;
import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.pack.Sql;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A package of one part is such a file already. */
final class ParquetTarget extends FileTarget {

    ParquetTarget(Path file, Workroom workroom) {
        super(file, workroom);
    }

    @Override
    protected void write(LoadPackage pack, Workroom workroom, Path into) throws SQLException, IOException {
        if (pack.manifest().parts().size() == 1) {
            take(pack.directory().resolve(pack.manifest().parts().get(0).file()), into);
            return;
        }
        try (Connection duckdb = DuckDb.inMemory(workroom);
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT " + Sql.names(pack.manifest().columns()) + " FROM " + pack.table() + ") TO "
                    + Sql.text(into.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
        }
    }

    /** Under a second name where that can be; nobody changes it under the first one. */
    private static void take(Path part, Path into) throws IOException {
        try {
            Files.createLink(into, part);
        } catch (UnsupportedOperationException | FileSystemException elsewhere) {
            Files.copy(part, into);
        }
    }
}
