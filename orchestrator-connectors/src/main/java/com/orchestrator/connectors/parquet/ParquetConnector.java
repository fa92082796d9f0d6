package com.orchestrator.connectors.parquet;

import com.orchestrator.connectors.ConfigSpec;
import com.orchestrator.connectors.Connector;
import com.orchestrator.connectors.ConnectorConfig;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Source;
import com.orchestrator.connectors.Target;
import com.orchestrator.connectors.pack.DuckDbSource;
import com.orchestrator.connectors.pack.Sql;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code parquet}: files of columns, out of them and into them. */
public final class ParquetConnector implements Connector {

    @Override
    public String type() {
        return "parquet";
    }

    @Override
    public ConfigSpec spec(Direction direction) {
        return new ConfigSpec()
                .requiredText("path", "The file, below one of the allowed directories")
                .choice("disposition", "Files are always written anew", "replace")
                .columns();
    }

    @Override
    public Source source(ConnectorConfig config) {
        Path file = config.path("path");
        if (!Files.isRegularFile(file)) {
            throw new ConnectorException("FILE_MISSING", "There is no file " + file);
        }
        return new DuckDbSource("", "read_parquet(" + Sql.text(file.toString()) + ")", config.workroom());
    }

    @Override
    public Target target(ConnectorConfig config) {
        return new ParquetTarget(config.path("path"), config.workroom());
    }
}
