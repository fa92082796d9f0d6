package com.orchestrator.connectors.duckdb;

import com.orchestrator.connectors.ConfigSpec;
import com.orchestrator.connectors.Connector;
import com.orchestrator.connectors.ConnectorConfig;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Source;
import com.orchestrator.connectors.Target;
import com.orchestrator.connectors.pack.DuckDbSource;
import com.orchestrator.connectors.pack.Sql;
import com.orchestrator.connectors.table.TableTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@code duckdb}: tables of a DuckDB file, out of them and into them. */
public final class DuckDbConnector implements Connector {

    @Override
    public String type() {
        return "duckdb";
    }

    private static ConfigSpec file() {
        return new ConfigSpec().requiredText("path", "The database file, below one of the allowed directories");
    }

    @Override
    public Optional<ConfigSpec> connection() {
        return Optional.of(file());
    }

    @Override
    public String check(ConnectorConfig connection) {
        return new DuckDbDialect(connection.path("path"), connection.workroom()).found();
    }

    @Override
    public ConfigSpec spec(Direction direction) {
        ConfigSpec spec = file().requiredText("table", "Made by the first load when it is not there");
        if (direction == Direction.OUT_OF) {
            return spec.columns();
        }
        return spec.choice("disposition", "append when absent", "append", "replace", "merge")
                .names("keys", "Which columns make a row, for merge")
                .needs("disposition", "merge", "keys");
    }

    @Override
    public Source source(ConnectorConfig config) {
        Path file = config.path("path");
        if (!Files.isRegularFile(file)) {
            throw new ConnectorException("FILE_MISSING", "There is no file " + file);
        }
        return new DuckDbSource(file.toString(), Sql.table(config.text("table")), config.workroom());
    }

    @Override
    public Target target(ConnectorConfig config) {
        return new TableTarget(new DuckDbDialect(config.path("path"), config.workroom()), config);
    }
}
