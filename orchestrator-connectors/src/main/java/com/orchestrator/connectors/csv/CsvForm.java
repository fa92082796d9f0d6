package com.orchestrator.connectors.csv;

import com.orchestrator.connectors.ConnectorConfig;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.type.TextForm;

/** How a file is written. */
record CsvForm(char delimiter, char quote, boolean header, String nullText, TextForm text) {

    static CsvForm of(ConnectorConfig config) {
        char decimal = config.character("decimal", '.');
        try {
            return new CsvForm(
                    config.character("delimiter", ','),
                    config.character("quote", '"'),
                    config.flag("header", true),
                    config.text("null"),
                    new TextForm(
                            decimal, config.has("date_format") ? TextForm.dates(config.text("date_format")) : null));
        } catch (IllegalArgumentException pattern) {
            throw new ConnectorException("CONFIG_INVALID", "/date_format " + pattern.getMessage(), pattern);
        }
    }
}
