package com.orchestrator.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The first entries of a list, read page by page.
 *
 * @param areAll whether there are no more than these
 */
public record Pages(List<JsonNode> items, boolean areAll) {

    private static final int PAGE = 1000;

    /**
     * @param request makes the request anew for each page
     * @param most how many are wanted
     * @param pointer what the next page is asked for by: {@code cursor}, or {@code after} of histories
     * @param first what the first page is asked for by; empty for the beginning
     */
    public static Pages read(Api api, Supplier<Request> request, long most, String pointer, String first) {
        List<JsonNode> items = new ArrayList<>();
        String next = first;
        do {
            Request page = request.get().query("limit", Math.min(PAGE, most - items.size()));
            if (!next.isEmpty()) {
                page.query(pointer, next);
            }
            JsonNode answer = api.json(page);
            answer.path("items").forEach(items::add);
            next = answer.at("/page/next").asText("");
        } while (!next.isEmpty() && !next.equals("null") && items.size() < most);
        return new Pages(items, next.isEmpty() || next.equals("null"));
    }

    public static Pages read(Api api, Supplier<Request> request, long most) {
        return read(api, request, most, "cursor", "");
    }
}
