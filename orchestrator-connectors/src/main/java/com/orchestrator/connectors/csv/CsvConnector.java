package com.orchestrator.connectors.csv;

import com.orchestrator.connectors.ConfigSpec;
import com.orchestrator.connectors.Connector;
import com.orchestrator.connectors.ConnectorConfig;
import com.orchestrator.connectors.Source;
import com.orchestrator.connectors.Target;

/** {@code csv}: files of rows, out of them and into them. */
public final class CsvConnector implements Connector {

    @Override
    public String type() {
        return "csv";
    }

    @Override
    public ConfigSpec spec(Direction direction) {
        return new ConfigSpec()
                .requiredText("path", "The file, below one of the allowed directories")
                .character("delimiter", "Between fields; a comma when absent")
                .character("quote", "Around fields; \" when absent")
                .flag("header", "Whether the first line has the names; true when absent")
                .text("null", "What NULL is written as, without quotes; empty when absent")
                .character("decimal", "What stands before a fraction; a point when absent")
                .text("date_format", "How dates are written, for example dd.MM.yyyy; ISO 8601 when absent")
                .choice("disposition", "Files are always written anew", "replace")
                .columns();
    }

    @Override
    public Source source(ConnectorConfig config) {
        return new CsvSource(config.path("path"), CsvForm.of(config), config.columns());
    }

    @Override
    public Target target(ConnectorConfig config) {
        return new CsvTarget(config.path("path"), CsvForm.of(config), config.workroom());
    }
}
