package com.orchestrator.connectors.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.connectors.ConfigSpec;
import com.orchestrator.connectors.Connector;
import com.orchestrator.connectors.ConnectorConfig;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Source;
import com.orchestrator.connectors.Target;
import java.net.URI;
import java.util.EnumSet;
import java.util.Set;

/** {@code http}: rows of an API, out of it. */
public final class HttpConnector implements Connector {

    @Override
    public String type() {
        return "http";
    }

    @Override
    public Set<Direction> directions() {
        return EnumSet.of(Direction.OUT_OF);
    }

    @Override
    public ConfigSpec spec(Direction direction) {
        return new ConfigSpec()
                .requiredText("url", "Of the first page")
                .text("items", "JSON Pointer to the rows of a page, for example /data; the whole page when absent")
                .text(
                        "next",
                        "JSON Pointer to the next page's URL, for example /next; the end is where it is null or missing")
                .object("headers", "Sent with every request")
                .columns();
    }

    @Override
    public Source source(ConnectorConfig config) {
        try {
            URI url = URI.create(config.text("url"));
            if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
                throw new IllegalArgumentException("/url is to be one of http or https");
            }
            String next = config.text("next");
            ObjectNode headers = config.json().withObject("/headers");
            return new HttpSource(
                    new Pages(
                            url,
                            JsonPointer.compile(config.text("items")),
                            next.isEmpty() ? null : JsonPointer.compile(next),
                            headers),
                    config.columns());
        } catch (IllegalArgumentException wrong) {
            throw new ConnectorException("CONFIG_INVALID", String.valueOf(wrong.getMessage()), wrong);
        }
    }

    @Override
    public Target target(ConnectorConfig config) {
        throw new ConnectorException("NOT_A_TARGET", "Nothing is written to http; it is an extractor");
    }
}
