package com.orchestrator.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.cli.output.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringJoiner;

/** A request, put together; names in its path may be any text. */
public final class Request {

    private static final String JSON = "application/json";

    private final String method;
    private final StringBuilder path;
    private final StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    private Optional<String> body = Optional.empty();
    private String contentType = JSON;
    private String accept = JSON;
    private Optional<String> traceparent = Optional.empty();

    Request(String method, String prefix, String... segments) {
        this.method = method;
        this.path = new StringBuilder(prefix);
        for (String segment : segments) {
            path.append('/').append(encoded(segment));
        }
    }

    public Request query(String name, Object value) {
        query.add(encoded(name) + "=" + encoded(value.toString()));
        return this;
    }

    public Request query(String name, Optional<?> value) {
        value.ifPresent(there -> query(name, there));
        return this;
    }

    public Request body(JsonNode json) {
        return body(Json.text(json), JSON);
    }

    public Request body(String text, String type) {
        this.body = Optional.of(text);
        this.contentType = type;
        return this;
    }

    public Request accept(String type) {
        this.accept = type;
        return this;
    }

    /** Within this trace, as W3C Trace Context writes it; within none when empty. */
    public Request within(Optional<String> trace) {
        this.traceparent = trace;
        return this;
    }

    String method() {
        return method;
    }

    String target() {
        return path.toString() + query;
    }

    Optional<String> body() {
        return body;
    }

    String contentType() {
        return contentType;
    }

    String accept() {
        return accept;
    }

    Optional<String> traceparent() {
        return traceparent;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
