package com.orchestrator.connectors.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.connectors.ConnectorException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The pages of an API. One that does not answer, or not now, is for the engine to try again: the run begins at the first page then, and what
 * it has read so far is nobody's.
 */
final class Pages {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_PAGE_BYTES = 32 << 20;
    private static final int OK = 200;
    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);

    /** Numbers keep all their digits. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI url;
    private final JsonPointer items;
    private final Paging paging;
    private final ObjectNode headers;

    Pages(URI url, JsonPointer items, Paging paging, ObjectNode headers) {
        this.url = url;
        this.items = items;
        this.paging = paging;
        this.headers = headers;
    }

    /** Hands out the rows of page after page, for as long as they are wanted. */
    void forEach(Predicate<JsonNode> wanted) {
        Set<URI> seen = new HashSet<>();
        JsonNode before = MissingNode.getInstance();
        URI page = paging.first(url);
        for (int number = 0; page != null; number++) {
            if (!seen.add(page)) {
                throw new ConnectorException("PAGES_CIRCLE", "The pages come back to " + page);
            }
            JsonNode body = get(page);
            JsonNode rows = body.at(items);
            if (!rows.isArray()) {
                throw new ConnectorException("NOT_ROWS", page + " has no list of rows at '" + items + "'");
            }
            // An API that does not know the parameter answers with its first page, for ever.
            if (!rows.isEmpty() && rows.equals(before)) {
                throw new ConnectorException("PAGES_CIRCLE", page + " has the rows of the page before");
            }
            before = rows;
            page = wanted.test(rows) ? paging.next(number, page, body, rows) : null;
        }
    }

    /** What the first one is, in words. */
    String check() {
        JsonNode body = get(url);
        return url + " answers with JSON, "
                + (body.isArray() ? "a list of " + body.size() : body.isObject() ? "an object" : "a value");
    }

    private JsonNode get(URI page) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(page).timeout(PATIENCE).header("Accept", "application/json");
        headers.properties()
                .forEach(header ->
                        request.header(header.getKey(), header.getValue().asText()));
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                requireOk(page, answer.statusCode());
                byte[] bytes = body.readNBytes(MAX_PAGE_BYTES + 1);
                if (bytes.length > MAX_PAGE_BYTES) {
                    throw new ConnectorException(
                            "PAGE_TOO_LARGE", page + " has more than " + MAX_PAGE_BYTES + " bytes");
                }
                return JSON.readTree(bytes);
            }
        } catch (JsonProcessingException notJson) {
            throw new ConnectorException("NOT_JSON", page + " is no JSON: " + notJson.getOriginalMessage(), notJson);
        } catch (IOException e) {
            throw new ConnectorException("UNAVAILABLE", page + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectorException("UNAVAILABLE", "The worker stops", e);
        }
    }

    private static void requireOk(URI page, int status) {
        if (status != OK) {
            throw new ConnectorException(
                    PASSING.contains(status) ? "UNAVAILABLE" : "HTTP_REFUSED", page + " answers " + status);
        }
    }
}
