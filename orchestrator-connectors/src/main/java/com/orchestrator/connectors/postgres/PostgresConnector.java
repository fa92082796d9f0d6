package com.orchestrator.connectors.postgres;

import com.orchestrator.connectors.ConfigSpec;
import com.orchestrator.connectors.Connector;
import com.orchestrator.connectors.ConnectorConfig;
import com.orchestrator.connectors.Source;
import com.orchestrator.connectors.Target;
import com.orchestrator.connectors.table.TableTarget;
import java.util.Optional;

/** {@code postgres}: tables of PostgreSQL, out of them (or a query) and into them. */
public final class PostgresConnector implements Connector {

    private static final String TABLE = "For example sales or shop.sales";

    @Override
    public String type() {
        return "postgres";
    }

    private static ConfigSpec address() {
        return new ConfigSpec()
                .requiredText("url", "For example jdbc:postgresql://localhost:5432/shop")
                .requiredText("username", "Who reads or writes")
                .text("password", "Put in by the process that runs this; a job names a secret instead");
    }

    @Override
    public Optional<ConfigSpec> connection() {
        return Optional.of(address());
    }

    @Override
    public String check(ConnectorConfig connection) {
        return address(connection).check();
    }

    @Override
    public ConfigSpec spec(Direction direction) {
        ConfigSpec spec = address();
        return direction == Direction.OUT_OF
                ? spec.text("table", TABLE)
                        .text("query", "A SELECT, instead of a table")
                        .either("table", "query")
                        .columns()
                : spec.requiredText("table", TABLE)
                        .choice("disposition", "append when absent", "append", "replace", "merge")
                        .names("keys", "Which columns make a row, for merge")
                        .needs("disposition", "merge", "keys");
    }

    @Override
    public Source source(ConnectorConfig config) {
        return new PostgresSource(address(config), config);
    }

    @Override
    public Target target(ConnectorConfig config) {
        return new TableTarget(new PostgresDialect(address(config)), config);
    }

    private static PostgresAddress address(ConnectorConfig config) {
        return new PostgresAddress(config.text("url"), config.text("username"), config.text("password"));
    }
}
