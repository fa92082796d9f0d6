package com.orchestrator.server.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sends spans by OTLP over HTTP, as JSON. Sends the same spans in the same bytes, so a receiver that hears them twice may know. */
public final class OtlpExporter {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCOPE = "orchestrator";
    private static final long NANOS = 1_000_000_000;
    private static final int INTERNAL = 1;
    private static final int ERROR = 2;
    private static final int OK_BELOW = 300;

    private final OtlpTarget target;
    private final HttpClient http;

    public OtlpExporter(OtlpTarget target) {
        this.target = target;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(target.timeout())
                .build();
    }

    /**
     * Returns when they were taken.
     *
     * @throws IOException when they were not, or nobody knows
     */
    public void send(List<Span> spans) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.traces())
                .timeout(target.timeout())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(document(spans))));
        target.headers().forEach(request::setHeader);
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= OK_BELOW) {
            throw new IOException("Spans were not taken by " + target + ": " + answer.statusCode());
        }
    }

    private ObjectNode document(List<Span> spans) {
        ObjectNode document = JSON.createObjectNode();
        ObjectNode resource = document.putArray("resourceSpans").addObject();
        put(resource.putObject("resource"), new TreeMap<>(target.resource()));
        ObjectNode scope = resource.putArray("scopeSpans").addObject();
        scope.putObject("scope").put("name", SCOPE);
        ArrayNode all = scope.putArray("spans");
        spans.forEach(span -> write(span, all.addObject()));
        return document;
    }

    private static void write(Span span, ObjectNode json) {
        json.put("traceId", span.at().traceId());
        json.put("spanId", span.at().spanId());
        if (span.parentSpanId() != null) {
            json.put("parentSpanId", span.parentSpanId());
        }
        json.put("name", span.name());
        json.put("kind", INTERNAL);
        json.put("startTimeUnixNano", nanos(span.start()));
        json.put("endTimeUnixNano", nanos(span.end()));
        put(json, span.attributes());
        ArrayNode links = json.putArray("links");
        for (Span.Link link : span.links()) {
            ObjectNode one = links.addObject();
            one.put("traceId", link.to().traceId());
            one.put("spanId", link.to().spanId());
            put(one, Map.of("orchestrator.link", link.why()));
        }
        if (span.error() != null) {
            json.putObject("status").put("code", ERROR).put("message", span.error());
        }
    }

    /** Numbers of 64 bits are strings in the JSON of OTLP. */
    private static String nanos(Instant at) {
        return Long.toString(Math.addExact(Math.multiplyExact(at.getEpochSecond(), NANOS), at.getNano()));
    }

    private static void put(ObjectNode json, Map<String, ?> attributes) {
        ArrayNode list = json.putArray("attributes");
        new TreeMap<>(attributes).forEach((key, value) -> {
            ObjectNode one = list.addObject();
            one.put("key", key);
            one.putObject("value").put(value instanceof Integer ? "intValue" : "stringValue", String.valueOf(value));
        });
    }
}
