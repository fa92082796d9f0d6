package com.orchestrator.connectors.parquet;

import com.orchestrator.connectors.Workroom;
import com.orchestrator.connectors.pack.DuckDb;
import com.orchestrator.connectors.pack.FileTarget;
import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.pack.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

final class ParquetTarget extends FileTarget {

    ParquetTarget(Path file, Workroom workroom) {
        super(file, workroom);
    }

    @Override
    protected void write(LoadPackage pack, Workroom workroom, Path into) throws SQLException {
        try (Connection duckdb = DuckDb.inMemory(workroom);
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT " + Sql.names(pack.manifest().columns()) + " FROM " + pack.table() + ") TO "
                    + Sql.text(into.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
        }
    }
}
