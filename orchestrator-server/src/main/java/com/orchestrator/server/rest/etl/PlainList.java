package com.orchestrator.server.rest.etl;

import com.fasterxml.jackson.annotation.JsonValue;
import com.orchestrator.api.model.Page;
import com.orchestrator.server.rest.param.Limit;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A list as the founding document has it: an array. Where it goes on, if it does, is said by a {@code Link} header. */
record PlainList(@JsonValue List<?> items) {

    /** @param address of the list */
    static Response of(Page<?> page, String address, Limit limit) {
        Response.ResponseBuilder answer = Response.ok(new PlainList(page.items()));
        String next = page.next();
        return (next == null ? answer : answer.header(HttpHeaders.LINK, link(address, limit, next))).build();
    }

    private static String link(String address, Limit limit, String next) {
        return "<" + address + "?limit=" + limit.value() + "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8)
                + ">; rel=\"next\"";
    }
}
