package com.orchestrator.connectors.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.connectors.ConfigSpec;
import com.orchestrator.connectors.Connector;
import com.orchestrator.connectors.ConnectorConfig;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Source;
import com.orchestrator.connectors.Target;
import com.orchestrator.connectors.http.Paging.ByLink;
import com.orchestrator.connectors.http.Paging.ByNumber;
import java.net.URI;
import java.util.EnumSet;
import java.util.Optional;
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

    private static ConfigSpec address() {
        return new ConfigSpec()
                .requiredText("url", "Of the first page")
                .object("headers", "Sent with every request; {\"secret\": NAME} for what nobody is to read");
    }

    @Override
    public Optional<ConfigSpec> connection() {
        return Optional.of(address());
    }

    @Override
    public String check(ConnectorConfig connection) {
        try {
            return new Pages(url(connection), JsonPointer.empty(), Paging.none(), headers(connection)).check();
        } catch (IllegalArgumentException wrong) {
            throw invalid(wrong);
        }
    }

    @Override
    public ConfigSpec spec(Direction direction) {
        return address()
                .text("items", "JSON Pointer to the rows of a page, for example /data; the whole page when absent")
                .text(
                        "next",
                        "JSON Pointer to the next page's URL, for example /next; the end is where it is null or missing")
                .object(
                        "page",
                        "Instead of next: pages that have numbers; the end is where one has no rows",
                        ByNumber.spec())
                .columns();
    }

    @Override
    public Source source(ConnectorConfig config) {
        try {
            return new HttpSource(
                    new Pages(url(config), JsonPointer.compile(config.text("items")), paging(config), headers(config)),
                    config.columns());
        } catch (IllegalArgumentException wrong) {
            throw invalid(wrong);
        }
    }

    private static URI url(ConnectorConfig config) {
        URI url = URI.create(config.text("url"));
        if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
            throw new IllegalArgumentException("/url is to be one of http or https");
        }
        return url;
    }

    private static ObjectNode headers(ConnectorConfig config) {
        return config.json().withObject("/headers");
    }

    private static ConnectorException invalid(IllegalArgumentException wrong) {
        return new ConnectorException("CONFIG_INVALID", String.valueOf(wrong.getMessage()), wrong);
    }

    private static Paging paging(ConnectorConfig config) {
        if (!config.has("page")) {
            return config.has("next") ? new ByLink(JsonPointer.compile(config.text("next"))) : Paging.none();
        }
        if (config.has("next")) {
            throw new ConnectorException("CONFIG_INVALID", "/next or /page: one of the two says where a page is");
        }
        JsonNode page = config.json().path("page");
        return new ByNumber(
                page.path("parameter").asText(),
                page.path("first").asInt(1),
                page.path("step").asInt(1));
    }

    @Override
    public Target target(ConnectorConfig config) {
        throw new ConnectorException("NOT_A_TARGET", "Nothing is written to http; it is an extractor");
    }
}
