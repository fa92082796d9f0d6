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
     * How a list is written.
     *
     * @param items where its entries are
     * @param next where the place of the next page is
     * @param parameter what that page is asked for by
     */
    public record Form(String items, String next, String parameter) {

        public static final Form USUAL = new Form("/items", "/page/next", "cursor");
        public static final Form HISTORY = new Form("/items", "/page/next", "after");

        /** Lists of the job router. */
        public static Form ofRouter(String what) {
            return new Form("/" + what, "/next", "cursor");
        }
    }

    /**
     * @param request makes the request anew for each page
     * @param most how many are wanted
     * @param first what the first page is asked for by; empty for the beginning
     */
    public static Pages read(Api api, Supplier<Request> request, long most, Form form, String first) {
        List<JsonNode> items = new ArrayList<>();
        String next = first;
        do {
            Request page = request.get().query("limit", Math.min(PAGE, most - items.size()));
            if (!next.isEmpty()) {
                page.query(form.parameter(), next);
            }
            JsonNode answer = api.json(page);
            answer.at(form.items()).forEach(items::add);
            next = answer.at(form.next()).asText("");
        } while (!next.isEmpty() && !next.equals("null") && items.size() < most);
        return new Pages(items, next.isEmpty() || next.equals("null"));
    }

    public static Pages read(Api api, Supplier<Request> request, long most) {
        return read(api, request, most, Form.USUAL, "");
    }
}
