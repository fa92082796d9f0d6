package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.http.Request;
import com.orchestrator.cli.output.View;
import java.util.ArrayList;
import java.util.List;

/** What is asked of the server, and its answer shown. */
final class Asked {

    private Asked() {}

    /** One thing. */
    static void one(Invocation invocation, View view, Request request) {
        invocation.printer().one(view, invocation.api().json(request));
    }

    /**
     * Things inside of an answer: for people a line each, for programs the whole answer.
     *
     * @param field that has them
     */
    static void inside(Invocation invocation, View view, JsonNode answer, String field) {
        if (invocation.printer().format().isForPeople()) {
            List<JsonNode> items = new ArrayList<>();
            answer.path(field).forEach(items::add);
            invocation.printer().all(view, items);
        } else {
            invocation.printer().one(view, answer);
        }
    }

    /** What leaves nothing to show. */
    static void done(Invocation invocation, Request request, String note) {
        invocation.api().send(request);
        invocation.printer().note(note);
    }
}
