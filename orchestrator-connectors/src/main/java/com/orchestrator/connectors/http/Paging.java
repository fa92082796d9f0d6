package com.orchestrator.connectors.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.connectors.ConfigSpec;
import com.orchestrator.connectors.ConnectorException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How one comes from a page to the next. */
interface Paging {

    /** Where to begin. */
    URI first(URI url);

    /**
     * @param number of the page that was read last, from 0
     * @param page where that was
     * @param body what it said, and {@code rows} of it
     * @return null at the end
     */
    @Nullable
    URI next(int number, URI page, JsonNode body, JsonNode rows);

    /** There is one page. */
    static Paging none() {
        return new ByLink(null);
    }

    /** The page says where the next one is. */
    record ByLink(@Nullable JsonPointer pointer) implements Paging {

        @Override
        public URI first(URI url) {
            return url;
        }

        @Override
        public @Nullable URI next(int number, URI page, JsonNode body, JsonNode rows) {
            JsonNode said = pointer == null ? null : body.at(pointer);
            if (said == null
                    || said.isNull()
                    || said.isMissingNode()
                    || said.asText().isEmpty()) {
                return null;
            }
            try {
                URI address = page.resolve(said.asText());
                // The headers may hold what only this server is to see.
                if (!Objects.equals(address.getAuthority(), page.getAuthority())
                        || !Objects.equals(address.getScheme(), page.getScheme())) {
                    throw new ConnectorException("NEXT_ELSEWHERE", "The next page lies on another server: " + address);
                }
                return address;
            } catch (IllegalArgumentException none) {
                throw new ConnectorException("NOT_ROWS", "The next page's URL is none: " + said, none);
            }
        }
    }

    /**
     * The pages have numbers, or begin at a number of rows; the one without rows is behind the last. That there are few says nothing: some
     * APIs leave out what one may not see.
     *
     * @param parameter of the query, with the number
     * @param first number
     * @param step to the next one
     */
    record ByNumber(String parameter, int first, int step) implements Paging {

        static ConfigSpec spec() {
            return new ConfigSpec()
                    .requiredText("parameter", "Of the query, for example page or offset")
                    .integer("first", "Number of the first page; 1 when absent")
                    .number("step", "To the next page: 1 when absent, or how many rows a page has for an offset");
        }

        @Override
        public URI first(URI url) {
            return at(url, first);
        }

        @Override
        public @Nullable URI next(int number, URI page, JsonNode body, JsonNode rows) {
            return rows.isEmpty() ? null : at(page, Math.addExact(first, Math.multiplyExact(step, number + 1)));
        }

        /** In the place of the number before, if there was one. */
        private URI at(URI url, int number) {
            String name = URLEncoder.encode(parameter, StandardCharsets.UTF_8) + "=";
            String text = url.toString();
            int question = text.indexOf('?');
            StringBuilder query = new StringBuilder();
            if (question >= 0) {
                for (String part : text.substring(question + 1).split("&")) {
                    query.append(part.startsWith(name) || part.isEmpty() ? "" : part + "&");
                }
            }
            String path = question < 0 ? text : text.substring(0, question);
            return URI.create(path + "?" + query + name + number);
        }
    }
}
